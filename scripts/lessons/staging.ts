/**
 * A temporary replacement of `build/` while a notebook runs, so that a failed run does not destroy earlier
 * results.
 */

import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { oneAtATime } from '../../lib/src/files/one-at-a-time.js';
import { hasProcessEnded, processMark } from '../../lib/src/files/process-mark.js';
import { temporaryFile } from '../../lib/src/files/temporary-file.js';
import { writeWholeFile } from '../../lib/src/files/write-whole-file.js';
import type { LessonResult } from '../../lib/src/notebook/project.js';

type Results = Readonly<Record<string, LessonResult>>;

const resultsFile = 'results.json';
const prefix = '.run-';

export class Staging {
  /** The build folder as seen by the notebook. */
  readonly folder: string;
  private readonly build: string;

  /** @param build the real build folder, to which successful results are moved */
  constructor(build: string) {
    this.build = build;
    this.folder = path.join(build, `${prefix}${processMark()}`);
    removeForsaken(build);
    this.remove();
    mkdirSync(this.folder, { recursive: true });
  }

  /** Absolute path of a file made by the run. */
  path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** The results that the notebook has recorded. */
  results(): Results {
    return readResults(this.path(resultsFile));
  }

  /** Removes a file made by the run. */
  drop(name: string): void {
    rmSync(this.path(name), { force: true });
  }

  /**
   * Moves all files to the build folder, where they replace existing files. Results are merged. Concurrent
   * runs wait for each other, and readers never see incomplete files.
   */
  publish(): void {
    oneAtATime(this.build, 'Publishing a run', () => {
      const results = { ...readResults(path.join(this.build, resultsFile)), ...this.results() };
      if (existsSync(this.path(resultsFile))) {
        const text = `${JSON.stringify(results, null, 2)}\n`;
        writeWholeFile(this.path(resultsFile), text, 'Saving the results');
      }
      putInto(this.folder, this.build);
    });
    this.remove();
  }

  /** Moves the files of a failed run to a folder for inspection. */
  putAside(folder: string): void {
    oneAtATime(this.build, 'Moving the files of a failed run', () => putInto(this.folder, folder));
    this.remove();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes folders of runs ended by `kill -9`. */
function removeForsaken(build: string): void {
  if (!existsSync(build)) return;
  for (const name of readdirSync(build))
    if (name.startsWith(prefix) && hasProcessEnded(name.slice(prefix.length)))
      rmSync(path.join(build, name), { recursive: true, force: true });
}

function readResults(file: string): Results {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};
}

/** Programs find a model's other files through this file, so it is moved last. */
const named = 'model.json';

/** Moves all files to a folder. A subfolder that contains files, such as a model, is replaced completely. */
function putInto(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const entries = readdirSync(from, { withFileTypes: true });
  entries.sort((left, right) => Number(left.name === named) - Number(right.name === named));
  for (const entry of entries) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    const isFolder = lstatSync(target, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder !== undefined && isFolder !== entry.isDirectory()) rmSync(target, { recursive: true });
    if (!entry.isDirectory()) moveFile(source, target);
    else {
      const made = new Set(readdirSync(source));
      const holdsFiles = readdirSync(source, { withFileTypes: true }).some((each) => !each.isDirectory());
      putInto(source, target);
      if (!holdsFiles) continue;
      for (const name of readdirSync(target))
        if (!made.has(name)) rmSync(path.join(target, name), { recursive: true, force: true });
    }
  }
}

function moveFile(source: string, target: string): void {
  try {
    renameSync(source, target);
  } catch (error) {
    // Part of the build folder may be on another disk.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const copy = temporaryFile(path.dirname(target));
    cpSync(source, copy);
    renameSync(copy, target);
  }
}
