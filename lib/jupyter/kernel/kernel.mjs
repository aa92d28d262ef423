// @ts-check
/** Answers the requests of the Jupyter protocol. */

import { CellQueue } from './cell-queue.mjs';
import { Cells } from './cells.mjs';
import { endProcess, takeChildrenAlong } from './late-failures.mjs';
import { createServices, offerServices } from './services.mjs';
import { cleanFunctionText, cleanStackTraces } from './stack-traces.mjs';
import { describeError } from './traceback.mjs';
import { connectTslab } from './tslab.mjs';
import { hideTracking } from './values.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {import('./cell-queue.mjs').Request} Request
 */

/**
 * Milliseconds that Jupyter leaves a kernel at least to shut down before it sends SIGTERM. One that comes sooner is
 * somebody else's, such as a cell's that kills its own process.
 */
const patience = 1000;

export class Kernel {
  #cells;
  /** Since when it is being shut down, in milliseconds. */
  #closingSince = Number.POSITIVE_INFINITY;

  /**
   * @param {import('../project.mjs').Project} project
   * @param {import('./sockets.mjs').Sockets} sockets
   * @param {string} notice something to say before the first cell
   */
  constructor(project, sockets, notice) {
    const services = createServices(() => this.queue);
    this.#cells = new Cells(project, (id) =>
      id === 'tslab' ? connectTslab(project, services.display) : undefined,
    );
    this.sockets = sockets;
    /** @type {import('./cell-queue.mjs').Publish} */
    const publish = (type, content, parent) => sockets.publish(type, content, parent);
    this.queue = new CellQueue(this.#cells, { publish, notice, root: project.root });
    offerServices(this.queue, services, (request) => sockets.askForLine(request));
    cleanStackTraces(this.#cells.sources);
    cleanFunctionText();
    hideTracking();
    process.on('SIGINT', () => this.queue.stop());
    process.on('SIGTERM', () => {
      const isLate = performance.now() - this.#closingSince > patience;
      endProcess(isLate ? 0 : 143);
    });
    // Nothing waits for signals: one that came last would be left unread.
    process.once('beforeExit', () => setImmediate(() => {}));
    takeChildrenAlong();
  }

  /** @param {Message} message @param {Request['reply']} reply */
  async receive(message, reply) {
    const request = { message, reply };
    if (message.header.msg_type === 'execute_request') {
      this.queue.add(request);
      return;
    }
    const status = (/** @type {string} */ state, parent = message) =>
      this.sockets.publish('status', { execution_state: state }, parent);
    status('busy');
    try {
      await this.#answer(request);
    } catch (error) {
      const type = message.header.msg_type.replace('request', 'reply');
      reply(type, { status: 'error', ...describeError(error) });
    } finally {
      status('idle');
      // Whoever looks at the last status only must not take a kernel for idle that is at work.
      if (this.queue.running) status('busy', this.queue.running);
    }
  }

  /** @param {Request} request */
  async #answer({ message: { header, content }, reply }) {
    const { code, cursor_pos } = /** @type {{ code: string, cursor_pos: number }} */ (content);
    const { compiler } = this.#cells;
    switch (header.msg_type) {
      case 'kernel_info_request':
        return reply('kernel_info_reply', kernelInfo);
      case 'is_complete_request':
        return reply('is_complete_reply', await compiler.ask('completeness', code));
      case 'inspect_request':
        return reply('inspect_reply', await compiler.ask('inspect', code, cursor_pos));
      case 'complete_request':
        return reply('complete_reply', await compiler.ask('complete', code, cursor_pos));
      case 'comm_info_request':
        return reply('comm_info_reply', { status: 'ok', comms: {} });
      case 'history_request':
        return reply('history_reply', { status: 'ok', history: this.queue.history.find(content) });
      case 'interrupt_request':
        this.queue.stop();
        return reply('interrupt_reply', { status: 'ok' });
      case 'shutdown_request':
        reply('shutdown_reply', { status: 'ok', restart: content.restart });
        this.#close(content.restart === true);
    }
  }

  /** @param {boolean} restart */
  async #close(restart) {
    this.#closingSince = performance.now();
    this.#cells.close();
    const isAtWork = this.queue.running !== undefined;
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
