import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeWholeFileSync } from '../../../files/write-whole-file-sync.js';
import { makePrivateFolder } from '../../../system/private-folder.js';
import { compilationCacheFolder, compilationFolder } from '../../../system/xla-flags.js';
import { tf } from '../../../tensorflow.js';

/** What is kept in all, in bytes: some two hundred networks. Those used longest ago go first. */
const largestSize = 64 * 2 ** 20;

/**
 * Compiling failed, maybe for what was kept, which is so no longer, or for files that another thread took away. A new
 * session may compile: TensorFlow remembers a failure for as long as a session lives.
 */
export class CachedCompilationError extends Error {}

/** Code that was kept: of which machine and program, the sum of its bytes, and its name for TensorFlow. */
const entryPattern = /^([0-9a-f]{32}-[0-9a-f]{32})-([0-9a-f]{32})-([\w.]+\.pb)$/;

/**
 * Has TensorFlow compile with what XLA compiled for the same program before, in this process or another, where that
 * is kept, and keeps it where it is not. A machine of another kind, another number of cores or another TensorFlow
 * finds nothing. Nothing that goes wrong with keeping keeps anyone from compiling.
 *
 * TensorFlow believes what it finds: so it gets to see, in a folder of this process alone, only a file whose sum is
 * that of the bytes it once wrote.
 *
 * @param program Sum of the graph, in hexadecimal digits.
 * @param compile Has TensorFlow compile it.
 * @throws {CachedCompilationError} if it fails, where a cache is in use.
 */
export function withCompilationCache(program: string, compile: () => void): void {
  const work = compilationFolder();
  if (!work) {
    compile();
    return;
  }
  const place = orNothing(() => placeFor(program));
  const lent = place && orNothing(() => lend(place, work));
  try {
    compile();
    if (place && !lent) orNothing(() => keep(place, work));
  } catch (cause) {
    if (lent) orNothing(() => rmSync(lent, { force: true }));
    throw new CachedCompilationError((cause as Error).message, { cause });
  } finally {
    orNothing(() => rmSync(work, { recursive: true, force: true }));
  }
}

/** Where code of a machine and a program is kept. */
interface Place {
  readonly folder: string;
  /** Stands for machine and program. */
  readonly key: string;
}

function placeFor(program: string): Place | undefined {
  const folder = compilationCacheFolder();
  if (!folder) return undefined;
  makePrivateFolder(folder);
  return { folder, key: `${machineKey()}-${program.slice(0, 32)}` };
}

/** Lays what was kept where TensorFlow looks for it. @returns the file it is kept in, if there is one. */
function lend({ folder, key }: Place, work: string): string | undefined {
  // Or TensorFlow would make it, for others to read.
  mkdirSync(work, { mode: 0o700 });
  for (const { file, of, sum, name } of entriesIn(folder)) {
    if (of !== key) continue;
    const code = readFileSync(file);
    if (sumOf(code) === sum) {
      writeOrNothing(path.join(work, name), code);
      utimesSync(file, new Date(), new Date());
      return file;
    }
    rmSync(file, { force: true });
  }
  return undefined;
}

/** Half a file, on a full disk, would be believed. */
function writeOrNothing(file: string, content: Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

function keep({ folder, key }: Place, work: string): void {
  for (const name of readdirSync(work)) {
    const code = readFileSync(path.join(work, name));
    const entry = `${key}-${sumOf(code)}-${name}`;
    if (entryPattern.test(entry)) writeWholeFileSync(path.join(folder, entry), code, 'Keeping compiled code');
  }
  let size = 0;
  const used = entriesIn(folder).map(({ file }) => ({ file, ...statSync(file, { throwIfNoEntry: false }) }));
  used.sort((first, second) => (second.mtimeMs ?? 0) - (first.mtimeMs ?? 0));
  for (const { file, size: bytes = 0 } of used) {
    size += bytes;
    if (size > largestSize) rmSync(file, { force: true });
  }
}

interface Entry {
  readonly file: string;
  /** Machine and program. */
  readonly of: string;
  readonly sum: string;
  /** What TensorFlow calls it. */
  readonly name: string;
}

function entriesIn(folder: string): Entry[] {
  return readdirSync(folder).flatMap((entry) => {
    const [, of, sum, name] = entryPattern.exec(entry) ?? [];
    return of && sum && name ? [{ file: path.join(folder, entry), of, sum, name }] : [];
  });
}

let machine: string | undefined;

/** Stands for all that the code depends on besides the program. */
function machineKey(): string {
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  // XLA cuts loops into as many parts as there are cores.
  machine ??= sumOf(
    [
      binding.TF_Version,
      tf.version['tfjs-core'],
      process.arch,
      os.availableParallelism(),
      ...new Set(readFileSync('/proc/cpuinfo', 'utf8').match(/^(model name|flags|Features)\s*:.*$/gm)),
      process.env.XLA_FLAGS,
    ].join('\n'),
  );
  return machine;
}

function sumOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function orNothing<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
