// @ts-check
/** The output of a cell: text, displays and errors, sent to the clients. */

import { StringDecoder } from 'node:string_decoder';

/**
 * @typedef {'stdout' | 'stderr'} StreamName
 * @typedef {(type: string, content: Record<string, unknown>) => void} Publish
 * @typedef {import('./traceback.mjs').Report} Report
 */

/** Milliseconds for which text is collected, so that a loop that prints a thousand lines sends few messages. */
const pauseMilliseconds = 20;
/** Approximate maximum length of a message. */
const longest = 1 << 16;

export class Output {
  /** @type {Publish} */
  #publish;
  /** @type {{ name: StreamName, text: string } | undefined} */
  #waiting;
  #lastSent = 0;
  /** Whether the last output was a prompt without a line break. */
  isPrompted = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };

  /** @param {Publish} publish sends a message that belongs to the cell */
  constructor(publish) {
    this.#publish = publish;
  }

  /** @param {StreamName} name @param {string | Uint8Array} chunk @param {BufferEncoding} [encoding] */
  write(name, chunk, encoding) {
    // The decoder joins characters whose bytes are split between two chunks.
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    const text = this.#decoders[name].write(bytes);
    if (text) this.isPrompted = !text.endsWith('\n');
    if (this.#waiting && this.#waiting.name !== name) this.flush();
    this.#waiting = { name, text: (this.#waiting?.text ?? '') + text };
    const isDue = performance.now() - this.#lastSent > pauseMilliseconds;
    // A synchronous cell blocks the timer, so its output is also sent here.
    if (isDue || this.#waiting.text.length > longest) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), pauseMilliseconds);
  }

  /** @param {Record<string, unknown>} message content of `display_data` @param {boolean} [update] */
  display(message, update) {
    this.flush();
    this.#publish(update ? 'update_display_data' : 'display_data', message);
  }

  /** The value of a cell's last expression. @param {string} text @param {number} count of the cell */
  result(text, count) {
    this.flush();
    this.#publish('execute_result', { execution_count: count, data: { 'text/plain': text }, metadata: {} });
  }

  /** @param {Report} report */
  fail({ ename, evalue, traceback }) {
    this.flush();
    this.#publish('error', { ename, evalue, traceback });
  }

  /** Sends the output before a line is requested. */
  prompt() {
    this.isPrompted = false;
    this.flush();
  }

  /** Sends collected text. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (!waiting?.text) return;
    this.#lastSent = performance.now();
    this.#publish('stream', waiting);
  }
}
