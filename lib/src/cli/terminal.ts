import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import { readStream } from '../files/read-stream.js';
import { largestImageFile } from '../images/image-size.js';
import { type LineOutput, lineOutput } from '../terminal/progress-line.js';

/** Input and output of a command: the process itself, or a recorder in a test. */
export interface Terminal {
  /** Whether results may be coloured. */
  readonly colours: boolean;
  out(text: string): void;
  /** Receives progress. Errors go to `err`. */
  readonly progress: LineOutput;
  err(text: string): void;
  /** Reads the piped image. */
  readInput(): Promise<Uint8Array>;
}

/** The terminal of this process: results on stdout, everything else on stderr. */
export function processTerminal(): Terminal {
  const { env, stdout, stderr, stdin } = process;
  // A reader such as `head` may exit early: end the command without an error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    ignoreClosedTerminal(error);
  });
  leaveClosedTerminalAtExit();
  // A closed terminal must not stop the work.
  stderr.on('error', ignoreClosedTerminal);
  return {
    progress: lineOutput(stderr),
    colours: env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : Boolean(stdout.isTTY) && !env.NO_COLOR,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    async readInput() {
      return await readStream(stdin, largestImageFile, 'Reading the piped image');
    },
  };
}

/** Replaces closed terminals by /dev/null at exit. Otherwise Node would abort, because it cannot restore them. */
function leaveClosedTerminalAtExit(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once('exit', () => {
    for (const descriptor of terminals.filter((one) => !isatty(one))) {
      closeSync(descriptor);
      // /dev/null gets the number of the file descriptor that has just been closed.
      openSync('/dev/null', 'r+');
    }
  });
}

/** Ignores the error of writing to a closed terminal, because the command may still be saving its work. */
function ignoreClosedTerminal(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EIO' && error.code !== 'EPIPE') throw error;
}
