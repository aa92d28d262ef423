// @ts-check
/**
 * Displays the progress of concurrent steps. In a terminal, each step has a line that is updated. Elsewhere,
 * lines are appended.
 */

const PLAIN_INTERVAL = 5000;

/** @param {number} start @returns {string} */
const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

export class Report {
  /** @type {Map<string, { start: number, text: string, printed: number }>} */
  #active = new Map();
  #drawnLines = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {{ stream?: NodeJS.WriteStream, live?: boolean }} [options] */
  constructor({ stream = process.stderr, live = Boolean(stream.isTTY) && !process.env.CI } = {}) {
    this.stream = stream;
    this.live = live;
  }

  /** Prints a permanent line. @param {string} text */
  line(text) {
    this.#erase();
    this.stream.write(`${text}\n`);
    this.#draw();
  }

  /** @param {string} title @param {string} text */
  start(title, text) {
    this.#active.set(title, { start: performance.now(), text, printed: performance.now() });
    if (!this.live) this.line(`${title}: ${text}`);
    this.#timer ??= setInterval(() => this.#tick(), this.live ? 250 : 1000);
    this.#timer.unref();
  }

  /** Reports the progress of a step. @param {string} title @param {string} text */
  update(title, text) {
    const step = this.#active.get(title);
    if (step) step.text = text;
  }

  /** @param {string} title @param {string} text */
  done(title, text) {
    const step = this.#active.get(title);
    this.#active.delete(title);
    if (this.#active.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.line(`${title}: ${text}${step ? ` (${since(step.start)})` : ''}`);
  }

  /** Ends the display of unfinished steps, for example after a failure. */
  stop() {
    this.#erase();
    this.#active.clear();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick() {
    if (this.live) {
      this.#erase();
      this.#draw();
      return;
    }
    for (const [title, step] of this.#active) {
      if (performance.now() - step.printed < PLAIN_INTERVAL) continue;
      step.printed = performance.now();
      this.stream.write(`${title}: ${step.text} (${since(step.start)})\n`);
    }
  }

  #erase() {
    if (this.#drawnLines > 0) this.stream.write(`\u001b[${this.#drawnLines}A\u001b[J`);
    this.#drawnLines = 0;
  }

  #draw() {
    if (!this.live) return;
    const width = (this.stream.columns ?? 80) - 1;
    for (const [title, { text, start }] of this.#active) {
      const full = `  ${title}: ${text} (${since(start)})`;
      this.stream.write(`${full.length > width ? `${full.slice(0, width - 1)}…` : full}\n`);
      this.#drawnLines += 1;
    }
  }
}
