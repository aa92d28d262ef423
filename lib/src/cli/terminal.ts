import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { type LineOutput, lineOutput } from '../terminal/progress-line.js';

/** Where a command writes to and reads from: the process itself, or a recorder in a test. */
export interface Terminal {
  /** Whether results may be coloured. */
  readonly colours: boolean;
  /** Writes a result. */
  out(text: string): void;
  /** Where progress is shown: where errors go, and a person watches, or not. */
  readonly progress: LineOutput;
  /** Writes warnings and errors. */
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
    ignoreClosedTerminal(error);
  });
  leaveClosedTerminalAtExit();
  // Progress that nobody sees is no reason to lose what is being made.
  stderr.on('error', ignoreClosedTerminal);
  return {
    progress: lineOutput(stderr),
    colours: env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : Boolean(stdout.isTTY) && !env.NO_COLOR,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    async readInput() {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
  };
}

/** Node aborts at its end when it cannot set a terminal back because that was closed: then there is none to set back. */
function leaveClosedTerminalAtExit(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once('exit', () => {
    for (const descriptor of terminals.filter((one) => !isatty(one))) {
      closeSync(descriptor);
      // Takes the number that has just become free.
      openSync('/dev/null', 'r+');
    }
  });
}

/** A terminal that was closed refuses what is written to it, while the command still saves its work. */
function ignoreClosedTerminal(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EIO' && error.code !== 'EPIPE') throw error;
}
