/** Ends child processes when this process ends or its parent exits. */

import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const checkMilliseconds = 500;

/** Cleanup functions, the latest last. */
const endings: (() => void)[] = [];
let watch: NodeJS.Timeout | undefined;
const parent = process.ppid;

/**
 * Calls `end` and exits when this process is signalled, its terminal is closed, or its parent has exited
 * (such as npm after `kill -9`, which passes no signal on). Later registrations run first.
 *
 * @returns a function that cancels the registration.
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

/**
 * Whether the parent has exited, in which case this process has another parent. If npm did not start this
 * process, it may be meant to outlive its parent.
 */
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
