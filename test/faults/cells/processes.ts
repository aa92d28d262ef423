import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';

/**
 * All processes that descend from a process with a mark in its environment, even if their parent has changed.
 */
export interface Marked {
  /** Environment variable of the first process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The running processes by ID, each with its command line. Linux only. */
  living(): ReadonlyMap<number, string>;
  /** Waits until none is running. */
  gone(): Promise<void>;
}

const name = 'MNIST_LAB_TEST_MARK';

export function markProcesses(): Marked {
  const mark = randomUUID();
  const living = () =>
    new Map(
      readdirSync('/proc')
        .filter((entry) => /^\d+$/.test(entry) && read(entry, 'environ').includes(`${name}=${mark}`))
        .map((entry) => [Number(entry), read(entry, 'cmdline').replaceAll('\0', ' ').trim()] as const)
        // A zombie has neither environment nor command line.
        .filter(([, command]) => command !== ''),
    );
  onTestFinished(() => {
    for (const process of living().keys()) kill(process);
  });
  return {
    environment: { [name]: mark },
    living,
    gone: () =>
      vi.waitFor(
        () => {
          const left = [...living().values()];
          if (left.length > 0)
            throw new Error(`Expected no process to be left but found: ${left.join('; ')}`);
        },
        // This takes long, because a run whose kernel is killed still writes its page.
        { timeout: 240_000, interval: 100 },
      ),
  };
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // The process has just ended.
  }
}

function read(process: string, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8');
  } catch {
    // The process has just ended, or belongs to another user.
    return '';
  }
}
