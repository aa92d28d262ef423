import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sha256 } from '../../../files/checksum.js';
import { makePrivateFolder } from '../../../files/folders.js';
import { writeWholeFileSync } from '../../../files/write-whole-file.js';
import {
  type CompilationPlace,
  compilationCacheFolder,
  compilationPlace,
} from '../../../system/xla-flags.js';
import { tf } from '../../../tensorflow.js';
import { makeWorkFolder } from './work-folder.js';

/** What is kept in all, in bytes: some two hundred networks. Those used longest ago go first. */
const largestSize = 64 * 2 ** 20;

/** Longer than any compiling: a thread that was ended while it compiled keeps nobody waiting for ever. */
const longestWait = 60_000;

/**
 * Compiling failed, maybe for what was kept, which is so no longer. A new session may compile: TensorFlow remembers a
 * failure for as long as a session lives.
 */
export class CachedCompilationError extends Error {}

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
  const place = compilationPlace();
  if (!place) {
    compile();
    return;
  }
  oneThreadAtATime(place, () => {
    const store = orNothing(() => storeOf(program));
    const removeWork = orNothing(() => makeWorkFolder(place.work));
    try {
      const lent = store && orNothing(() => lend(store, place.work));
      try {
        compile();
      } catch (cause) {
        if (lent) orNothing(() => rmSync(lent.file, { force: true }));
        throw new CachedCompilationError((cause as Error).message, { cause });
      }
      if (store) orNothing(() => keep(store, place.work, lent));
    } finally {
      orNothing(() => removeWork?.());
    }
  });
}

function oneThreadAtATime({ lock }: CompilationPlace, task: () => void): void {
  while (Atomics.compareExchange(lock, 0, 0, 1) !== 0)
    if (Atomics.wait(lock, 0, 1, longestWait) === 'timed-out') break;
  try {
    task();
  } finally {
    Atomics.store(lock, 0, 0);
    Atomics.notify(lock, 0);
  }
}

/** Where code of a machine and a program is kept. */
interface Store {
  readonly folder: string;
  /** Stands for machine and program. */
  readonly key: string;
}

function storeOf(program: string): Store | undefined {
  const folder = compilationCacheFolder();
  if (!folder) return undefined;
  makePrivateFolder(folder);
  return { folder, key: `${machineKey()}-${program.slice(0, 32)}` };
}

/** Code that was kept: of which machine and program, the sum of its bytes, and its name for TensorFlow. */
interface Entry {
  readonly file: string;
  readonly key: string;
  readonly sum: string;
  readonly name: string;
}

const entryPattern = /^([0-9a-f]{32}-[0-9a-f]{32})-([0-9a-f]{32})-([\w.]+\.pb)$/;

function entriesIn(folder: string): Entry[] {
  return readdirSync(folder).flatMap((entry) => {
    const [, key, sum, name] = entryPattern.exec(entry) ?? [];
    return key && sum && name ? [{ file: path.join(folder, entry), key, sum, name }] : [];
  });
}

/** Lays what was kept where TensorFlow looks for it. */
function lend({ folder, key }: Store, work: string): Entry | undefined {
  for (const entry of entriesIn(folder)) {
    if (entry.key !== key) continue;
    const code = readFileSync(entry.file);
    if (sumOf(code) === entry.sum) {
      writeOrNothing(path.join(work, entry.name), code);
      utimesSync(entry.file, new Date(), new Date());
      return entry;
    }
    rmSync(entry.file, { force: true });
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

/** Keeps what TensorFlow has just written, instead of what was lent to no purpose. */
function keep({ folder, key }: Store, work: string, lent: Entry | undefined): void {
  const [name, ...more] = readdirSync(work).filter((file) => file !== lent?.name);
  if (name === undefined || more.length > 0) return;
  const code = readFileSync(path.join(work, name));
  const kept = `${key}-${sumOf(code)}-${name}`;
  if (!entryPattern.test(kept)) return;
  if (lent) rmSync(lent.file, { force: true });
  writeWholeFileSync(path.join(folder, kept), code, 'Keeping compiled code');
  // Of what several processes keep at once, with sums of their own, all see the same one as the first.
  const same = entriesIn(folder).filter((entry) => entry.key === key);
  const files = same.map(({ file }) => file).sort();
  for (const file of files.slice(1)) rmSync(file, { force: true });
  removeOldest(folder);
}

function removeOldest(folder: string): void {
  let size = 0;
  const used = entriesIn(folder).map(({ file }) => ({ file, ...statSync(file, { throwIfNoEntry: false }) }));
  used.sort((first, second) => (second.mtimeMs ?? 0) - (first.mtimeMs ?? 0));
  for (const { file, size: bytes = 0 } of used) {
    size += bytes;
    if (size > largestSize) rmSync(file, { force: true });
  }
}

let machine: string | undefined;

/** Stands for all that the code depends on besides the program. */
function machineKey(): string {
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  machine ??= sumOf(
    [
      binding.TF_Version,
      tf.version['tfjs-core'],
      process.arch,
      // XLA cuts loops into as many parts as there are cores.
      os.availableParallelism(),
      ...new Set(readFileSync('/proc/cpuinfo', 'utf8').match(/^(model name|flags|Features)\s*:.*$/gm)),
      process.env.XLA_FLAGS,
      process.env.TF_XLA_FLAGS,
    ].join('\n'),
  );
  return machine;
}

function sumOf(content: string | Uint8Array): string {
  return sha256(content).slice(0, 32);
}

function orNothing<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
