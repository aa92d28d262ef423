// @ts-check
/** A cell while it runs, and what it has left running afterwards. */

import { setImmediate } from 'node:timers/promises';
import { Interrupted } from './traceback.mjs';

/** @typedef {{ error: unknown, hint?: string }} Failure */

export class RunningCell {
  /** What is to be told of the stop button, by cell. @type {Set<() => void>} */
  static #all = new Set();
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {(error: unknown) => void} */
  #stop = () => {};
  #hasEnded = false;
  /** Whether its code is running, which comes after compiling. */
  #hasBegun = false;
  #isToStop = false;
  /** @type {Failure | undefined} */
  #uncaught;
  /** Is rejected when the cell is to be left, whatever it is doing. @type {Promise<never>} */
  stopped = new Promise((_, reject) => {
    this.#stop = reject;
  });

  /** @param {number} count the number beside the cell @param {import('./output.mjs').Output} output */
  constructor(count, output) {
    this.count = count;
    this.output = output;
    this.stopped.catch(() => {});
  }

  /**
   * @param {() => Promise<string>} code
   * @returns {Promise<{ failure?: Failure, text: string }>} what it failed with, if it did, or what the code returns
   */
  async run(code) {
    try {
      const text = await code();
      // Node says that a promise was left alone only after everything awaited has run: one more turn.
      await Promise.race([setImmediate(), this.stopped]);
      return { text };
    } catch (error) {
      return { failure: this.#uncaught ?? { error }, text: '' };
    } finally {
      this.#hasEnded = true;
    }
  }

  /**
   * Fails the cell with an error that none of its own code caught.
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

  /** Whatever listens is told once, and then ends by itself. @param {() => void} listener */
  onInterrupt(listener) {
    this.#listeners.add(listener);
    RunningCell.#all.add(listener);
  }

  /** Called when the code runs, and listens if it is going to. */
  begin() {
    this.#hasBegun = true;
    if (this.#isToStop) this.interrupt();
  }

  /**
   * Tells what listens, so that the cell comes to an end with what it has; a cell that does not listen is left. While the
   * cell is compiled, the first time waits for its code, which may listen, and the second ends it.
   */
  interrupt() {
    if (!this.#hasBegun && !this.#isToStop) this.#isToStop = true;
    else if (this.#listeners.size === 0) this.fail({ error: new Interrupted() });
    else tell(this.#listeners);
  }

  /** Tells what cells that have ended left running. */
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
