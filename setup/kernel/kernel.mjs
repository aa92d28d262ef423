// @ts-check
/** Answers the requests of the Jupyter protocol. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { inProject } from '../project.mjs';
import { Cells } from './cells.mjs';
import { completeAt, inspectAt } from './inspection.mjs';
import { catchLateFailures, endProcess, recordFailure } from './late-failures.mjs';
import { Output } from './output.mjs';
import { RunningCell } from './running-cell.mjs';
import { describeError } from './traceback.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {(type: string, content: Record<string, unknown>) => void} Reply
 * @typedef {{ message: Message, reply: Reply }} Request
 */

const { isCompleteCode } = createRequire(inProject('package.json'))('tslab/dist/converter.js');

/** Requests that were sent together with one that failed arrive within this time after it. */
const arrivalMilliseconds = 20;

export class Kernel {
  #cells = new Cells();
  #count = 0;
  /** Which cell the code that runs belongs to, also after the cell has ended. @type {AsyncLocalStorage<RunningCell>} */
  #owner = new AsyncLocalStorage();
  /** @type {RunningCell | undefined} */
  #last;
  /** @type {Request[]} */
  #queue = [];
  /** Those that are not to begin, as one before them failed or was stopped. @type {Request[]} */
  #aborted = [];
  /** @type {Request | undefined} */
  #running;
  #isClosing = false;
  /** What failed after its cell had ended, for a program that has not seen it. @type {import('./traceback.mjs').Report[]} */
  #unseen = [];

  /**
   * @param {import('./sockets.mjs').Sockets} sockets
   * @param {string} notice something to say before the first cell
   */
  constructor(sockets, notice) {
    this.sockets = sockets;
    this.notice = notice;
    catchLateFailures((error, hint) => this.#failLate(error, hint));
    process.on('SIGINT', () => this.interrupt());
    process.on('SIGTERM', () => endProcess(this.#isClosing ? 0 : 143));
  }

  /** The cell whose code is running, or else the last one. */
  get cell() {
    return this.#owner.getStore() ?? this.#last;
  }

  /** @param {Message} message @param {Reply} reply */
  receive(message, reply) {
    const request = { message, reply };
    if (message.header.msg_type === 'execute_request') {
      this.#queue.push(request);
      if (!this.#running) this.#runQueue();
      return;
    }
    this.#status('busy', message);
    try {
      this.#answer(request);
    } finally {
      this.#status('idle', message);
      // Whoever looks at the last status only must not take a kernel for idle that is at work.
      if (this.#running) this.#status('busy', this.#running.message);
    }
  }

  /** What the stop button does: the running cell ends, and those that wait do not begin. */
  interrupt() {
    this.#aborted.push(...this.#queue.splice(0));
    if (this.#running) this.#last?.interrupt();
    else RunningCell.interruptAll();
  }

  /** @param {Request} request */
  #answer({ message: { header, content }, reply }) {
    const { code = '', cursor_pos: cursor = 0 } = /** @type {{ code?: string, cursor_pos?: number }} */ (
      content
    );
    switch (header.msg_type) {
      case 'kernel_info_request':
        return reply('kernel_info_reply', kernelInfo);
      case 'is_complete_request':
        return reply('is_complete_reply', completeness(code));
      case 'inspect_request':
        return reply('inspect_reply', inspectAt(this.#cells, code, cursor));
      case 'complete_request':
        return reply('complete_reply', completeAt(this.#cells, code, cursor));
      case 'comm_info_request':
        return reply('comm_info_reply', { status: 'ok', comms: {} });
      case 'history_request':
        return reply('history_reply', { status: 'ok', history: [] });
      case 'interrupt_request':
        this.interrupt();
        return reply('interrupt_reply', { status: 'ok' });
      case 'shutdown_request':
        reply('shutdown_reply', { status: 'ok', restart: content.restart });
        this.#close(content.restart === true);
    }
  }

  async #runQueue() {
    for (let request = this.#queue.shift(); request; request = this.#queue.shift()) {
      this.#running = request;
      await this.#execute(request);
    }
    this.#running = undefined;
  }

  /** @param {Request} request */
  async #execute({ message, reply }) {
    const { code, silent, stop_on_error: stops = true, allow_stdin: hasReader } = message.content;
    const output = new Output(
      silent ? () => {} : (type, content) => this.sockets.publish(type, content, message),
    );
    this.#status('busy', message);
    const cell = new RunningCell(silent ? this.#count : ++this.#count, output);
    this.#last = cell;
    if (!silent) this.sockets.publish('execute_input', { code, execution_count: cell.count }, message);
    if (this.notice) output.write('stderr', this.notice);
    this.notice = '';
    const failure = await this.#owner.run(cell, () =>
      cell.run(() => this.#cells.run(String(code), cell.count, cell.stopped)),
    );
    const report = failure ? this.#report(failure) : hasReader ? undefined : this.#unseen.shift();
    if (report) output.fail(report);
    output.flush();
    if (report && stops) {
      await pause(arrivalMilliseconds);
      this.#aborted.push(...this.#queue.splice(0));
    }
    const result = { execution_count: cell.count, user_expressions: {}, payload: [] };
    reply('execute_reply', report ? { status: 'error', ...result, ...report } : { status: 'ok', ...result });
    this.#status('idle', message);
    for (const waiting of this.#aborted.splice(0)) this.#abort(waiting);
  }

  /** @param {Request} request */
  #abort({ message, reply }) {
    this.#status('busy', message);
    reply('execute_reply', { status: 'aborted' });
    this.#status('idle', message);
  }

  /** @param {unknown} error @param {string} hint */
  #failLate(error, hint) {
    const cell = this.cell;
    if (cell?.fail(error, hint)) return;
    const report = this.#report({ error, hint });
    // JupyterLab shows it where it belongs; programs have turned to the next cell, which tells them.
    cell?.output.fail(report);
    const evalue = `${report.evalue} (after cell [${cell?.count ?? 0}] had ended)`;
    const late = {
      ...report,
      evalue,
      traceback: [`After cell [${cell?.count ?? 0}] had ended:`, ...report.traceback],
    };
    recordFailure(late);
    this.#unseen.push(late);
  }

  /** @param {import('./running-cell.mjs').Failure} failure */
  #report({ error, hint }) {
    const report = describeError(error, this.#cells.sources);
    return hint ? { ...report, traceback: [...report.traceback, hint] } : report;
  }

  /** @param {'busy' | 'idle'} state @param {Message} message */
  #status(state, message) {
    this.sockets.publish('status', { execution_state: state }, message);
  }

  /** @param {boolean} restart */
  async #close(restart) {
    this.#isClosing = true;
    this.#cells.close();
    const isAtWork = this.#running !== undefined;
    await this.sockets.close();
    // What the cells have left running comes to its end; Jupyter ends the kernel if that takes too long.
    if (restart || isAtWork) endProcess(0);
  }
}

const kernelInfo = {
  status: 'ok',
  protocol_version: '5.3',
  implementation: 'tslab',
  implementation_version: '1.0.22',
  banner: 'TypeScript (mnist-lab)',
  // What notebooks keep. Without a version: JupyterLab calls a notebook unsaved whose kernel says something else.
  language_info: { name: 'typescript', mimetype: 'text/typescript', file_extension: '.ts' },
};

/** @param {string} code */
function completeness(code) {
  const { completed, indent } = isCompleteCode(code);
  return completed ? { status: 'complete' } : { status: 'incomplete', indent };
}
