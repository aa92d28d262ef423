import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export interface CommandOptions {
  /** Working directory. Defaults to this process's. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  /** Timeout in milliseconds. Defaults to none. */
  readonly timeout?: number;
}

/**
 * Runs a command without showing its output.
 *
 * @returns Its standard output as it arrives. After a loop over the output, the command has exited. Leaving the
 *   loop early terminates the command.
 * @throws {Error} if it is not installed, fails, or runs too long. The message ends with its last error output,
 *   unless it is not installed.
 * @throws the signal's reason if it is aborted.
 */
export async function* streamCommand(
  command: string,
  args: readonly string[],
  { folder, signal, timeout }: CommandOptions = {},
): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  // npm is in Node's folder, which may not be on this process's PATH.
  const PATH = `${process.env.PATH}${path.delimiter}${path.dirname(process.execPath)}`;
  const env = { ...process.env, PATH };
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk).slice(-2000);
  });
  const ended = endOfChild(child);
  const stop = () => stopChild(child);
  let isLate = false;
  const stopLate = () => {
    isLate = true;
    stop();
  };
  const timer = timeout === undefined ? undefined : setTimeout(stopLate, timeout);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    yield* child.stdout;
    const problem = await ended;
    signal?.throwIfAborted();
    if (problem === 'is not installed') throw new Error(`the command ${command} ${problem}`);
    const ending = isLate ? `took more than ${timeout} ms` : problem;
    if (ending) throw new Error(`${command} ${args[0]} ${ending}: ${lastWords(complaints)}`);
  } finally {
    signal?.removeEventListener('abort', stop);
    clearTimeout(timer);
    stop();
    await ended; // Afterwards the child cannot write any files.
  }
}

function lastWords(complaints: string): string {
  return complaints.trim().split('\n').slice(-3).join(' ') || 'it had no output';
}

/** Milliseconds for a child to exit after it is asked to, and for its output to end after it has exited. */
const farewell = 2_000;

/**
 * Waits until a child has exited, and soon after closes the child's output, because a grandchild could keep
 * it open forever.
 * @returns How it exited, such as `'ended with code 1'`, or undefined if it succeeded.
 */
export function endOfChild(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined)
        resolve(error.code === 'ENOENT' ? 'is not installed' : `did not start (${error.message})`);
    });
    child.once('exit', (code, killedBy) => {
      const timer = setTimeout(() => child.stdout?.push(null), farewell);
      child.once('close', () => clearTimeout(timer));
      if (code === 0) return resolve(undefined);
      resolve(killedBy ? `was stopped by ${killedBy}` : `ended with code ${code}`);
    });
  });
}

/** Asks a child to exit, and kills it if it does not. */
function stopChild(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), farewell);
  child.once('exit', () => clearTimeout(timer));
}
