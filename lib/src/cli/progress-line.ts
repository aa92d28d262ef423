import type { Terminal } from './terminal.js';

/** One line of progress: redrawn in place for a person, written once every few seconds to a pipe. */
export class ProgressLine {
  // What is over in a moment needs no line in a log.
  #drawnAt = performance.now();
  #open = false;

  constructor(private readonly terminal: Terminal) {}

  /** Shows how things stand. Calls that follow each other quickly are left out. */
  update(text: string): void {
    const now = performance.now();
    const interval = this.terminal.interactive ? 80 : 5000;
    if (now - this.#drawnAt < interval) return;
    this.#drawnAt = now;
    this.#open = this.terminal.interactive;
    if (!this.#open) this.terminal.err(`${text}\n`);
    else this.terminal.err(`\r${cut(text, this.terminal.columns - 1)}\u001b[K`);
  }

  /** Writes a line that stays, above whatever is updated next. */
  line(text: string): void {
    this.clear();
    this.terminal.err(`${text}\n`);
  }

  /** Removes the line that is updated in place. */
  clear(): void {
    if (this.#open) this.terminal.err('\r\u001b[K');
    this.#open = false;
  }
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
