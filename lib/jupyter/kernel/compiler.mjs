// @ts-check
/** Asks the thread that compiles, and starts another one where it does not answer. */

import { Worker } from 'node:worker_threads';
import { TooMuchCodeError } from './traceback.mjs';

/**
 * @typedef {typeof import('./compiler-thread.mjs').operations} Operations
 * @typedef {import('./cell-program.mjs').PastCell} PastCell
 * @typedef {{ resolve: (result: any) => void, reject: (error: Error) => void }} Waiting
 */

/** Code may be nested as deep as this many megabytes of stack allow; what is not used costs no memory. */
const stackMegabytes = 256;

/**
 * A cell that TypeScript needs longer for is refused, if the process was at work for half of that: on a busy machine a
 * cell may wait for the processor.
 */
const longestSeconds = 60;

export class Compiler {
  #root;
  #folder;
  /** Cells that the thread knows, for the next one. @type {PastCell[]} */
  #past = [];
  /** @type {Worker | undefined} */
  #thread;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #count = 0;
  #isReady = false;

  /** @param {string} root of the project @param {string} folder of the notebook */
  constructor(root, folder) {
    this.#root = root;
    this.#folder = folder;
    this.#start();
  }

  /**
   * @template {keyof Operations} Name
   * @param {Name} operation
   * @param {Parameters<Operations[Name]>} parameters
   * @returns {Promise<ReturnType<Operations[Name]>>}
   * @throws {TooMuchCodeError} if TypeScript does not come to an end
   */
  ask(operation, ...parameters) {
    this.#thread ?? this.#start();
    const number = ++this.#count;
    return new Promise((resolve, reject) => {
      // Time counts from when the thread has begun: on a busy machine that alone takes long.
      const timer = setInterval(() => {
        if (!this.#isReady) return;
        seconds += 1;
        const isAtWork = process.cpuUsage({ user, system: 0 }).user > 0.5e6 * longestSeconds;
        if (seconds > longestSeconds && isAtWork) this.#end('it takes longer than a minute');
      }, 1000);
      timer.unref();
      let seconds = 0;
      const { user } = process.cpuUsage();
      const settle = () => {
        clearInterval(timer);
        this.#waiting.delete(number);
      };
      this.#waiting.set(number, {
        resolve: (result) => {
          settle();
          resolve(result);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      this.#thread?.postMessage({ number, operation, parameters });
    });
  }

  /** Lets later cells use what the one compiled last has declared. @param {string} code @param {readonly string[]} missing */
  async keep(code, missing) {
    this.#past = [...this.#past, { code, missing }];
    const kept = await this.ask('keep', code, missing);
    this.#past = this.#past.filter((_, at) => kept.includes(at));
  }

  close() {
    this.#thread?.terminate();
  }

  #start() {
    this.#isReady = false;
    /** @type {import('./compiler-thread.mjs').Start} */
    const workerData = { root: this.#root, folder: this.#folder, past: this.#past };
    const thread = new Worker(new URL('compiler-thread.mjs', import.meta.url), {
      workerData,
      // Without the flags of this process: a loader of modules, say, would be loaded once more.
      execArgv: [],
      resourceLimits: { stackSizeMb: stackMegabytes },
    });
    this.#thread = thread;
    thread.on('message', ({ number, result, error, reason, isBroken, isReady }) => {
      if (isReady) this.#isReady = true;
      const waiting = this.#waiting.get(number);
      if (reason) {
        waiting?.reject(tooMuch(reason));
        // Where its stack ended, its tables are in no known state.
        if (isBroken) this.#end(reason);
      } else if (error) waiting?.reject(error);
      else waiting?.resolve(result);
    });
    thread.on('error', (error) => {
      const isMemory = /** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (this.#thread === thread) this.#end(isMemory ? 'it needs too much memory' : error.message);
    });
    thread.unref();
  }

  /** Ends the thread; the next question starts another. @param {string} reason */
  #end(reason) {
    this.#thread?.terminate();
    this.#thread = undefined;
    for (const { reject } of this.#waiting.values()) reject(tooMuch(reason));
  }
}

/** @param {string} reason */
const tooMuch = (reason) =>
  new TooMuchCodeError(
    `TypeScript cannot compile this cell: ${reason}. Move data into a file and read it with JSON.parse(readFileSync(…)), or split the cell.`,
  );
