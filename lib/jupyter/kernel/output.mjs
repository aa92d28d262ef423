// @ts-check
/** What one cell writes, shows and fails with, sent to whoever looks at the notebook. */

import { StringDecoder } from 'node:string_decoder';

/**
 * @typedef {'stdout' | 'stderr'} StreamName
 * @typedef {(type: string, content: Record<string, unknown>) => void} Publish
 * @typedef {import('./traceback.mjs').Report} Report
 */

/** Text is sent together if it comes within this time: one message for a thousand lines of a loop, not a thousand. */
const pauseMilliseconds = 20;
/** A message is not longer than this by much. */
const longest = 1 << 16;

export class Output {
  /** @type {Publish} */
  #publish;
  /** @type {{ name: StreamName, text: string } | undefined} */
  #waiting;
  #lastSent = 0;
  /** Whether the last thing written was the beginning of a line. */
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
    // A character of several bytes may come in two chunks.
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    const text = this.#decoders[name].write(bytes);
    if (text) this.isPrompted = !text.endsWith('\n');
    if (this.#waiting && this.#waiting.name !== name) this.flush();
    this.#waiting = { name, text: (this.#waiting?.text ?? '') + text };
    const isDue = performance.now() - this.#lastSent > pauseMilliseconds;
    // A cell that never gives up the processor is seen as well, as it does not wait for the timer.
    if (isDue || this.#waiting.text.length > longest) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), pauseMilliseconds);
  }

  /** @param {Record<string, unknown>} message what `display_data` carries @param {boolean} [update] */
  display(message, update) {
    this.flush();
    this.#publish(update ? 'update_display_data' : 'display_data', message);
  }

  /** What a cell ends with. @param {string} text @param {number} count of the cell */
  result(text, count) {
    this.flush();
    this.#publish('execute_result', { execution_count: count, data: { 'text/plain': text }, metadata: {} });
  }

  /** @param {Report} report */
  fail({ ename, evalue, traceback }) {
    this.flush();
    this.#publish('error', { ename, evalue, traceback });
  }

  /** Has what was written be seen before a line is asked for. */
  prompt() {
    this.isPrompted = false;
    this.flush();
  }

  /** Sends what waits. */
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
