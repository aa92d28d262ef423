import { closeSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { turnFile, turnsIn } from './temporary-file.js';
import { writeFailure } from './write-failure.js';

const last = new Map<string, Promise<unknown>>();

/**
 * Starts a task when all earlier ones of the same name have ended, within this process: of two that write to one
 * place, the one that was asked for last is the one that stays.
 */
export function inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  const turn = (last.get(name) ?? Promise.resolve()).then(task, task);
  const ended = turn.then(
    () => forget(),
    () => forget(),
  );
  const forget = () => {
    if (last.get(name) === ended) last.delete(name);
  };
  last.set(name, ended);
  return turn;
}

/** How long others may take before this one gives up, in milliseconds; what they do takes a few. */
const longestWait = 30_000;

/**
 * Does something that no other process does in the same folder at the same time, such as changing a file that others
 * change too: it waits for them. A process that was killed keeps nobody waiting, and one of another machine not for
 * long.
 *
 * Each process leaves a file with a name of its own for as long as it is at work, and then looks whether there are
 * others: so nobody has to take away what a killed one left, when somebody else may just have taken its place.
 *
 * @param doing Begins the messages.
 * @throws {Error} if others are at work for half a minute, or no file can be made in the folder.
 */
export function oneAtATime<Result>(folder: string, doing: string, task: () => Result): Result {
  const own = turnFile(folder);
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
        `${doing}: expected others to finish their work in "${folder}" but they have been at it for ` +
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

/** Of several that came at once the one whose name is first waits for the others to leave, which begin anew. */
function isFirst(folder: string, own: string, until: number): boolean {
  for (;;) {
    const others = turnsIn(folder).filter((name) => name !== own);
    if (others.length === 0) return true;
    if (others.some((name) => name < own) || Date.now() > until) return false;
    pause();
  }
}

/** Rests for a few milliseconds; not for the same time as others, or they would come at once again. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1 + 10 * Math.random());
}
