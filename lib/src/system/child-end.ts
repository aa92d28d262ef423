import type { ChildProcess } from 'node:child_process';

/** How long a child that was asked to stop may take to do so, in milliseconds, before it is made to. */
const farewell = 2_000;

/**
 * Waits until a child has ended. Its output is over then, too: what it has started itself might hold that open for
 * ever, and is given a moment.
 *
 * @returns How it ended, such as `'ended with code 1'`; undefined if well.
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

/** Asks a child to end, and makes it end if it does not. */
export function stopChild(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), farewell);
  child.once('exit', () => clearTimeout(timer));
}
