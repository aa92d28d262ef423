/** Ends what this process has started when it ends itself, or when whoever started it is gone. */

import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const checkMilliseconds = 500;

/**
 * Calls `end` and ends this process when it is told to end: by a signal, by the terminal that is closed, or because
 * the process that started it is no more (npm, say, ended by `kill -9`, which passes nothing on).
 *
 * @returns undoes that.
 */
export function endTogether(end: () => void): () => void {
  const parent = process.ppid;
  const leave = (code: number) => {
    end();
    process.exit(code);
  };
  const onSignal = (signal: NodeJS.Signals) => leave(128 + constants.signals[signal]);
  for (const signal of signals) process.on(signal, onSignal);
  // A child is given another parent when its own ends. Somebody who starts this without npm may have meant it to stay.
  const isForsaken = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
  const watch = setInterval(() => {
    if (isForsaken()) leave(128 + constants.signals.SIGHUP);
  }, checkMilliseconds).unref();
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    clearInterval(watch);
  };
}
