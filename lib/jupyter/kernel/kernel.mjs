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
 * Minimum time in milliseconds that Jupyter allows for a shutdown before it sends SIGTERM. An earlier SIGTERM
 * has another source, such as a cell that kills its own process.
 */
const patience = 1000;

export class Kernel {
  #cells;
  /** When shutdown was requested, in milliseconds. */
  #closingSince = Number.POSITIVE_INFINITY;

  /**
   * @param {import('../project.mjs').Project} project
   * @param {import('./sockets.mjs').Sockets} sockets
   * @param {string} notice a message printed above the first cell
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
    // Node would exit without handling a signal that has just arrived. Another turn of the event loop handles
    // it.
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
      // Clients that read only the last status must not consider a busy kernel idle.
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
    // If no cell is running, the kernel exits when the background work of earlier cells ends. Jupyter kills
    // it if that takes too long.
    if (restart || isAtWork) endProcess(0);
  }
}

const kernelInfo = {
  status: 'ok',
  protocol_version: '5.3',
  implementation: 'tslab',
  implementation_version: '1.0.22',
  banner: 'TypeScript (mnist-lab)',
  // Notebooks store this. It has no version, because JupyterLab marks a notebook as unsaved if the version
  // changes.
  language_info: { name: 'typescript', mimetype: 'text/typescript', file_extension: '.ts' },
};
