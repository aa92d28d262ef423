/** A folder that stands in for `build/` while a notebook runs, so that one that fails takes nothing away. */

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWholeFileSync } from '../../lib/src/files/write-whole-file.js';
import type { LessonResult } from '../../lib/src/notebook/project.js';

type Results = Readonly<Record<string, LessonResult>>;

const resultsFile = 'results.json';
const prefix = '.run-';

export class Staging {
  /** What the notebook takes for the build folder. */
  readonly folder: string;
  private readonly build: string;

  /** @param build the folder where what succeeds is put */
  constructor(build: string) {
    this.build = build;
    this.folder = path.join(build, `${prefix}${process.pid}`);
    removeForsaken(build);
    this.remove();
    mkdirSync(this.folder, { recursive: true });
  }

  /** Absolute path of something that the run makes. */
  path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** What the notebook came to. */
  results(): Results {
    return readResults(this.path(resultsFile));
  }

  /** Leaves out something that was made. */
  drop(name: string): void {
    rmSync(this.path(name), { force: true });
  }

  /** Puts all that was made to where it belongs, in place of what is there; results stand beside those of others. */
  publish(): void {
    const results = { ...readResults(path.join(this.build, resultsFile)), ...this.results() };
    if (existsSync(this.path(resultsFile))) {
      const text = `${JSON.stringify(results, null, 2)}\n`;
      writeWholeFileSync(this.path(resultsFile), text, 'Keeping the results');
    }
    putInto(this.folder, this.build);
    this.remove();
  }

  /** Puts what failed aside, for people to look at. */
  putAside(folder: string): void {
    putInto(this.folder, folder);
    this.remove();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes what runs left that were ended by `kill -9`. */
function removeForsaken(build: string): void {
  if (!existsSync(build)) return;
  for (const name of readdirSync(build)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (owner > 0 && !isRunning(owner)) rmSync(path.join(build, name), { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readResults(file: string): Results {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

/** A folder that holds files, such as a model, is replaced as a whole; one of folders only takes them in. */
function putInto(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    const holdsFiles = !entry.isDirectory() || readdirSync(source, { withFileTypes: true }).some(isNoFolder);
    if (holdsFiles) replace(source, target);
    else putInto(source, target);
  }
}

const isNoFolder = (entry: { isDirectory(): boolean }) => !entry.isDirectory();

function replace(source: string, target: string): void {
  const before = `${target}.before`;
  rmSync(before, { recursive: true, force: true });
  if (existsSync(target)) renameSync(target, before);
  try {
    renameSync(source, target);
  } catch (error) {
    // Somebody may have put a part of the build folder on another disk.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(source, target, { recursive: true });
  }
  rmSync(before, { recursive: true, force: true });
}
