/** Where a command writes to and reads from: the process itself, or a recorder in a test. */
export interface Terminal {
  /** Whether a person watches: progress is redrawn in place, not written line by line. */
  readonly interactive: boolean;
  /** Whether results may be coloured. */
  readonly colours: boolean;
  /** Width in characters. */
  readonly columns: number;
  /** Writes a result. */
  out(text: string): void;
  /** Writes progress, warnings and errors. */
  err(text: string): void;
  /** Reads everything that is piped in. */
  readInput(): Promise<Uint8Array>;
}

/** The terminal of this process: results on stdout, everything else on stderr. */
export function processTerminal(): Terminal {
  const { env, stdout, stderr, stdin } = process;
  // Whoever reads the output may stop early, as `head` does: that ends the command and is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  return {
    interactive: Boolean(stderr.isTTY) && env.TERM !== 'dumb' && !env.CI,
    colours: env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : Boolean(stdout.isTTY) && !env.NO_COLOR,
    columns: stderr.columns ?? 80,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
  };
}
