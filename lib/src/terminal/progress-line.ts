import { escapeControls, escapeLines } from '../text/escape.js';

/** Where lines of progress go. */
export interface LineOutput {
  /** Whether a person watches: a line is redrawn in place, not written again and again. */
  readonly interactive: boolean;
  /** Width in characters. */
  readonly columns: number;
  write(text: string): void;
}

/** One of the streams of this process. */
export function lineOutput(stream: NodeJS.WriteStream): LineOutput {
  const { env } = process;
  return {
    interactive: Boolean(stream.isTTY) && env.TERM !== 'dumb' && !env.CI,
    // Asked for anew each time: windows change their size.
    get columns() {
      // A terminal that does not know its width says 0.
      return stream.columns || 80;
    },
    write: (text) => void stream.write(text),
  };
}

/** Milliseconds between two updates: as often as anybody can see, and now and then in a log. */
const pauses = { interactive: 80, log: 5000 } as const;

/** Goes to the line above and empties it. */
const back = '\u001b[1A\r\u001b[K';

/**
 * One line of progress: redrawn in place for a person, written now and then to a log. It is always ended, so that
 * whatever else is written stands below it and not behind it.
 */
export class ProgressLine {
  // What is over in a moment needs no line in a log.
  private updatedAt = performance.now();
  private drawn = false;

  constructor(private readonly output: LineOutput) {}

  /** Shows how things stand. Calls that follow each other quickly are left out. */
  update(text: string): void {
    const now = performance.now();
    if (now - this.updatedAt < pauses[this.output.interactive ? 'interactive' : 'log']) return;
    this.updatedAt = now;
    this.replace(text);
  }

  /** Shows how things stand, in any case. */
  replace(text: string): void {
    if (!this.output.interactive) {
      this.output.write(`${escapeControls(text)}\n`);
      return;
    }
    this.output.write(`${this.drawn ? back : ''}${cut(escapeControls(text), this.output.columns - 1)}\n`);
    this.drawn = true;
  }

  /** Writes a line that stays, above whatever is shown next. */
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
