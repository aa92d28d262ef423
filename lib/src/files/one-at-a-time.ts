import { closeSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryFile, turnsIn } from './temporary-file.js';
import { writeFailure } from './write-failure.js';

const last = new Map<string, Promise<unknown>>();

/** Runs a task once all earlier tasks of this process under the same name have ended, even if they failed. */
export function inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  const turn = (last.get(name) ?? Promise.resolve()).then(task, task);
  const forget = () => {
    if (last.get(name) === ended) last.delete(name);
  };
  const ended = turn.then(forget, forget);
  last.set(name, ended);
  return turn;
}

/** Longest wait for other processes, in milliseconds. It is ample, because tasks take a few milliseconds. */
const longestWait = 30_000;

/**
 * Runs a task under a lock on a folder, which excludes other processes. A killed process does not block the
 * others. A process killed on another machine blocks them for ten seconds.
 *
 * Each process creates a lock file of its own and then looks for others. If all processes shared one file,
 * two of them could both replace the lock of a killed process.
 *
 * @param doing Beginning of error messages.
 * @throws {Error} if other processes hold the lock for half a minute, or no file can be created in the
 *   folder.
 */
export function oneAtATime<Result>(folder: string, doing: string, task: () => Result): Result {
  const own = temporaryFile(folder, 'turn');
  const until = Date.now() + longestWait;
  for (;;) {
    if (orFailure(() => turnsIn(folder).length === 0, own, doing)) {
      orFailure(() => closeSync(openSync(own, 'wx')), own, doing);
      try {
        if (orFailure(() => isFirst(folder, path.basename(own), until), own, doing)) return task();
      } finally {
        rmSync(own, { force: true });
      }
    }
    pause();
    if (Date.now() > until)
      throw new Error(
        `${doing}: timed out waiting for other processes that are working in "${folder}", after ` +
          `${longestWait / 1000} s. Try again later.`,
      );
  }
}

function orFailure<Result>(attempt: () => Result, file: string, doing: string): Result {
  try {
    return attempt();
  } catch (cause) {
    throw writeFailure(doing, file, cause);
  }
}

/**
 * Whether this process may run its task now, decided after it has created its lock file. If several processes
 * create lock files at once, the one whose file name sorts first waits until the others have removed theirs.
 * The others get `false` and retry.
 */
function isFirst(folder: string, own: string, until: number): boolean {
  for (;;) {
    const others = turnsIn(folder).filter((name) => name !== own);
    if (others.length === 0) return true;
    if (others.some((name) => name < own) || Date.now() > until) return false;
    pause();
  }
}

/** Waits for a random time, so that processes that start together do not retry together. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1 + 10 * Math.random());
}
