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
