import { escapeControls, escapeLines } from '../text/escape.js';

/** Where lines of progress go. */
export interface LineOutput {
  /** Whether it is a terminal: lines are redrawn in place instead of repeated. */
  readonly interactive: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** One of the streams of this process. */
export function lineOutput(stream: NodeJS.WriteStream): LineOutput {
  const { env } = process;
  return {
    interactive: Boolean(stream.isTTY) && env.TERM !== 'dumb' && !env.CI,
    // Read on each access, because windows are resized; a terminal that does not know its width says 0.
    get columns() {
      return stream.columns || 80;
    },
    write: (text) => void stream.write(text),
  };
}

/** Milliseconds between two updates. */
const pauses = { interactive: 80, log: 5000 } as const;

/** Goes to the line above and empties it. */
const back = '\u001b[1A\r\u001b[K';

/**
 * One line of progress: redrawn in place in a terminal, written now and then to a log. It ends in a line break, so that
 * whatever else is written appears below it.
 */
export class ProgressLine {
  // Short tasks write nothing to a log.
  private updatedAt = performance.now();
  private drawn = false;

  constructor(private readonly output: LineOutput) {}

  /** Shows a state, unless the last update was a moment ago. */
  update(text: string): void {
    const now = performance.now();
    if (now - this.updatedAt < pauses[this.output.interactive ? 'interactive' : 'log']) return;
    this.updatedAt = now;
    this.replace(text);
  }

  /** Shows a state at once. */
  replace(text: string): void {
    if (!this.output.interactive) {
      this.output.write(`${escapeControls(text)}\n`);
      return;
    }
    this.output.write(`${this.drawn ? back : ''}${cut(escapeControls(text), this.output.columns - 1)}\n`);
    this.drawn = true;
  }

  /** Writes a line that stays, above the line of progress. */
  line(text: string): void {
    this.clear();
    this.output.write(`${escapeLines(text)}\n`);
  }

  /** Removes the line that is redrawn in place. */
  clear(): void {
    if (this.drawn) this.output.write(back);
    this.drawn = false;
  }
}

function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
