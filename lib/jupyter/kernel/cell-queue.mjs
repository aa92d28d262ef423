// @ts-check
/** Runs cells one after the other and reports their results. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { History } from './history.mjs';
import { catchLateFailures, recordFailure } from './late-failures.mjs';
import { Output } from './output.mjs';
import { RunningCell } from './running-cell.mjs';
import { describeError } from './traceback.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {import('./running-cell.mjs').Failure} Failure
 * @typedef {import('./traceback.mjs').Report} Report
 * @typedef {{ message: Message, reply: (type: string, content: Record<string, unknown>) => void }} Request
 * @typedef {(type: string, content: Record<string, unknown>, parent: Message) => void} Publish
 */

/** Requests that were sent together with a failed one arrive within this time. */
const arrivalMilliseconds = 20;

export class CellQueue {
  #count = 0;
  /**
   * The cell that running code belongs to, even after that cell has ended.
   * @type {AsyncLocalStorage<RunningCell>}
   */
  #owner = new AsyncLocalStorage();
  /** @type {RunningCell | undefined} */
  #last;
  /** @type {Request[]} */
  #waiting = [];
  /** Requests to be aborted because an earlier one failed or was stopped. @type {Request[]} */
  #aborted = [];
  /** Failures after the end of their cell, which a headless client has not seen yet. @type {Report[]} */
  #unseen = [];
  /** The request whose cell is running. @type {Message | undefined} */
  running;
  history = new History();

  /**
   * @param {import('./cells.mjs').Cells} cells
   * @param {{ publish: Publish, notice: string, root: string }} options `notice`: printed above the first
   *   cell. `root`: the project's folder, which is removed from paths in messages
   */
  constructor(cells, { publish, notice, root }) {
    this.cells = cells;
    this.publish = publish;
    this.notice = notice;
    this.root = root;
    catchLateFailures((failure) => this.#failLate(failure));
  }

  /** The cell that started the calling code, even if that cell has ended. Otherwise the cell started last. */
  get cell() {
    return this.#owner.getStore() ?? this.#last;
  }

  /** The running cell, regardless of which cell started the calling code. */
  get runningCell() {
    return this.running && this.#last;
  }

  /** @param {Request} request */
  async add(request) {
    // A SIGINT sent before this request may be handled after it in the same turn. Wait a turn, so that the SIGINT
    // does not stop this cell.
    await setImmediate();
    this.#waiting.push(request);
    if (this.running) return;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.running = next.message;
      try {
        await this.#execute(next);
      } finally {
        this.running = undefined;
      }
    }
  }

  /**
   * Handles the stop button: aborts all waiting cells, and interrupts the running one. If no cell is running, it
   * interrupts the work that earlier cells left running.
   */
  stop() {
    this.#aborted.push(...this.#waiting.splice(0));
    if (this.running) this.#last?.interrupt();
    else RunningCell.interruptAll();
  }

  /** @param {Request} request */
  async #execute({ message, reply }) {
    const { code, silent, store_history: isStored = true } = message.content;
    const { stop_on_error: stops = true, allow_stdin: hasReader } = message.content;
    const publish = (/** @type {string} */ type, /** @type {Record<string, unknown>} */ content) => {
      if (!silent) this.publish(type, content, message);
    };
    this.publish('status', { execution_state: 'busy' }, message);
    const cell = new RunningCell(silent || !isStored ? this.#count : ++this.#count, new Output(publish));
    this.#last = cell;
    publish('execute_input', { code, execution_count: cell.count });
    this.#giveNotice(cell);
    const { failure, text } = await this.#owner.run(cell, () =>
      cell.run(() => this.cells.run(String(code), cell)),
    );
    // JupyterLab, which accepts requests for input, has shown a late failure below its own cell. To other
    // clients, the next cell reports it.
    const report = failure ? this.#report(failure) : hasReader ? undefined : this.#unseen.shift();
    if (report) cell.output.fail(report);
    if (text && !report) cell.output.result(text, cell.count);
    cell.output.flush();
    if (!silent && isStored) this.history.add(cell.count, String(code), text);
    if (report && stops) {
      await pause(arrivalMilliseconds);
      this.#aborted.push(...this.#waiting.splice(0));
    }
    const result = { execution_count: cell.count, user_expressions: {}, payload: [] };
    reply('execute_reply', report ? { status: 'error', ...result, ...report } : { status: 'ok', ...result });
    this.publish('status', { execution_state: 'idle' }, message);
    for (const request of this.#aborted.splice(0)) this.#abort(request);
  }

  /** @param {Request} request */
  #abort({ message, reply }) {
    this.publish('status', { execution_state: 'busy' }, message);
    reply('execute_reply', { status: 'aborted' });
    this.publish('status', { execution_state: 'idle' }, message);
  }

  /** @param {RunningCell} cell */
  #giveNotice(cell) {
    if (this.notice) cell.output.write('stderr', this.notice);
    this.notice = '';
  }

  /** @param {Failure} failure */
  #failLate(failure) {
    const { cell } = this;
    if (cell?.fail(failure)) return;
    const report = this.#report(failure);
    // JupyterLab shows the error below its own cell. Headless clients have moved on, so the next cell reports
    // it.
    cell?.output.fail(report);
    const count = cell?.count ?? 0;
    const evalue = `${report.evalue} (after cell [${count}] had ended)`;
    const traceback = [`After cell [${count}] had ended:`, ...report.traceback];
    recordFailure({ ...report, evalue, traceback });
    this.#unseen.push({ ...report, evalue, traceback });
  }

  /** @param {Failure} failure @returns {Report} */
  #report({ error, hint }) {
    const report = describeError(error, this.root);
    return hint ? { ...report, traceback: [...report.traceback, hint] } : report;
  }
}
