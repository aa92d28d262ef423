// @ts-check
/** A running cell, and the work that continues after it has ended. */

import { setImmediate } from 'node:timers/promises';
import { Interrupted } from './traceback.mjs';

/** @typedef {{ error: unknown, hint?: string }} Failure */

export class RunningCell {
  /** Stop listeners of all cells, including ended ones. @type {Set<() => void>} */
  static #all = new Set();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {(error: unknown) => void} */
  #stop = () => {};
  #hasEnded = false;
  /** Whether its code is running (after compilation). */
  #hasBegun = false;
  #isToStop = false;
  /** @type {Failure | undefined} */
  #uncaught;
  /** A promise that is rejected to abort the cell, whatever it is doing. @type {Promise<never>} */
  stopped = new Promise((_, reject) => {
    this.#stop = reject;
  });

  /** @param {number} count the number next to the cell @param {import('./output.mjs').Output} output */
  constructor(count, output) {
    this.count = count;
    this.output = output;
    this.stopped.catch(() => {});
  }

  /**
   * @param {() => Promise<string>} code
   * @returns {Promise<{ failure?: Failure, text: string }>} the error if it failed, otherwise the returned
   *   text
   */
  async run(code) {
    try {
      const text = await code();
      // Node reports an unhandled rejection only after all awaited code has run: wait one more turn.
      await Promise.race([setImmediate(), this.stopped]);
      return { text };
    } catch (error) {
      return { failure: this.#uncaught ?? { error }, text: '' };
    } finally {
      this.#hasEnded = true;
    }
  }

  /**
   * Fails the cell with an uncaught error.
   *
   * @param {Failure} failure
   * @returns {boolean} whether it was still running
   */
  fail(failure) {
    if (this.#hasEnded) return false;
    this.#uncaught ??= failure;
    this.#stop(failure.error);
    return true;
  }

  /** Registers a stop listener, which is called once and should end its work. @param {() => void} listener */
  onInterrupt(listener) {
    this.#listeners.add(listener);
    RunningCell.#all.add(listener);
  }

  /**
   * Called just before the cell's code runs or, with top-level await, at its first await. Delivers a stop that
   * arrived during compilation.
   */
  begin() {
    this.#hasBegun = true;
    if (this.#isToStop) this.interrupt();
  }

  /**
   * Calls the stop listeners, so that the cell can return its results. A cell without listeners is aborted.
   * During compilation, the first stop waits for the code, which may register listeners, and the second
   * aborts the cell.
   */
  interrupt() {
    if (!this.#hasBegun && !this.#isToStop) this.#isToStop = true;
    else if (this.#listeners.size === 0) this.fail({ error: new Interrupted() });
    else tell(this.#listeners);
  }

  /** Calls the stop listeners of work that outlived its cell. */
  static interruptAll() {
    tell(RunningCell.#all);
  }
}

/** @param {Set<() => void>} listeners */
function tell(listeners) {
  const told = [...listeners];
  listeners.clear();
  for (const listener of told) listener();
}
