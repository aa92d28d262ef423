/** Ends what this process has started when it ends itself, or when whoever started it is gone. */

import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const checkMilliseconds = 500;

/** What is to be done, the latest last. */
const endings: (() => void)[] = [];
let watch: NodeJS.Timeout | undefined;
const parent = process.ppid;

/**
 * Calls `end` and ends this process when it is told to end: by a signal, by the terminal that is closed, or because
 * the process that started it is no more (npm, say, ended by `kill -9`, which passes nothing on). What was asked for
 * last is done first.
 *
 * @returns undoes that.
 */
export function endTogether(end: () => void): () => void {
  if (endings.length === 0) listen();
  endings.push(end);
  return () => {
    endings.splice(endings.indexOf(end), 1);
    if (endings.length === 0) stopListening();
  };
}

function listen(): void {
  for (const signal of signals) process.on(signal, onSignal);
  watch = setInterval(() => {
    if (isForsaken()) leave('SIGHUP');
  }, checkMilliseconds).unref();
}

function stopListening(): void {
  for (const signal of signals) process.off(signal, onSignal);
  clearInterval(watch);
}

/** A child is given another parent when its own ends. Somebody who starts this without npm may mean it to stay. */
function isForsaken(): boolean {
  return process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
}

function onSignal(signal: NodeJS.Signals): void {
  leave(signal);
}

function leave(signal: NodeJS.Signals): never {
  for (const end of [...endings].reverse()) end();
  process.exit(128 + constants.signals[signal]);
}
