import { escapeControls, escapeLines } from '../text/escape.js';

/** The output for progress lines. */
export interface LineOutput {
  /** Whether the output is a terminal. Its last line is then updated in place. */
  readonly interactive: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Wraps a stream of this process for progress lines. */
export function lineOutput(stream: NodeJS.WriteStream): LineOutput {
  const { env } = process;
  return {
    interactive: Boolean(stream.isTTY) && env.TERM !== 'dumb' && !env.CI,
    // Read on each access, because windows are resized. Terminals of unknown width report 0.
    get columns() {
      return stream.columns || 80;
    },
    write: (text) => void stream.write(text),
  };
}

/** Minimum number of milliseconds between two updates. */
const pauses = { interactive: 80, log: 5000 } as const;

/** Moves to the line above and clears it. */
const back = '\u001b[1A\r\u001b[K';

/**
 * A progress line: updated in place in a terminal, written at intervals to a log. The line ends in a line
 * break, so that other output appears below it.
 */
export class ProgressLine {
  // Starts at the current time, so that tasks shorter than the pause write no progress to a log.
  private updatedAt = performance.now();
  private drawn = false;

  constructor(private readonly output: LineOutput) {}

  /** Shows a state, unless the last update was too recent. */
  update(text: string): void {
    const now = performance.now();
    if (now - this.updatedAt < pauses[this.output.interactive ? 'interactive' : 'log']) return;
    this.updatedAt = now;
    this.replace(text);
  }

  /** Shows a state immediately. */
  replace(text: string): void {
    if (!this.output.interactive) {
      this.output.write(`${escapeControls(text)}\n`);
      return;
    }
    this.output.write(`${this.drawn ? back : ''}${cut(escapeControls(text), this.output.columns - 1)}\n`);
    this.drawn = true;
  }

  /** Writes a permanent line. The next update draws the progress line below it. */
  line(text: string): void {
    this.clear();
    this.output.write(`${escapeLines(text)}\n`);
  }

  /** Removes the progress line from a terminal. */
  clear(): void {
    if (this.drawn) this.output.write(back);
    this.drawn = false;
  }
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
