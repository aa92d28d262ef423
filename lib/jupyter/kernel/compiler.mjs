// @ts-check
/** Sends requests to the compiler thread, and replaces the thread if it does not respond. */

import { Worker } from 'node:worker_threads';
import { TooMuchCodeError } from './traceback.mjs';

/**
 * @typedef {typeof import('./compiler-thread.mjs').operations} Operations
 * @typedef {import('./cell-program.mjs').PastCell} PastCell
 * @typedef {{ resolve: (result: any) => void, reject: (error: Error) => void }} Waiting
 */

/** Stack size, which limits the nesting of code. Unused stack costs no memory. */
const stackMegabytes = 256;

/**
 * Time limit in seconds for compiling a cell. The limit applies only if the process has also used half of this
 * time as CPU time, because on a busy machine the compiler may wait for the processor.
 */
const longestSeconds = 60;

export class Compiler {
  #root;
  #folder;
  /** The cells that the thread knows, to initialise the next thread. @type {PastCell[]} */
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
   * @throws {TooMuchCodeError} if the code is nested too deeply, takes too long or needs too much memory
   */
  ask(operation, ...parameters) {
    this.#thread ?? this.#start();
    const number = ++this.#count;
    return new Promise((resolve, reject) => {
      // Count only while the thread is ready, because starting it takes long on a busy machine.
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

  /**
   * Makes the declarations of the last compiled cell visible to later cells.
   * @param {string} code
   * @param {readonly string[]} missing
   */
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
      // Omit this process's flags, so that a module loader, for example, is not loaded twice.
      execArgv: [],
      resourceLimits: { stackSizeMb: stackMegabytes },
    });
    this.#thread = thread;
    thread.on('message', ({ number, result, error, reason, isBroken, isReady }) => {
      if (isReady) this.#isReady = true;
      const waiting = this.#waiting.get(number);
      if (reason) {
        waiting?.reject(tooMuch(reason));
        // After a stack overflow, the thread's data structures may be corrupt, so replace the thread.
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

  /** Terminates the thread. The next request starts another one. @param {string} reason */
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
