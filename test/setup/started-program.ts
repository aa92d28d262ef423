import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** Starts Node with some arguments and records its output. */
export function startNode(
  parameters: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const child = spawn(process.execPath, parameters, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      for (const watcher of watchers) watcher();
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return {
    ended,
    /** Resolves when the output contains the words. Rejects if the program ends before. */
    async wrote(words: string): Promise<void> {
      const seen = new Promise<void>((resolve) => {
        const look = () => {
          if (output.includes(words)) resolve();
        };
        watchers.add(look);
        look();
      });
      const missed = ended.then(() => {
        if (!output.includes(words)) throw new Error(`The program ended without "${words}":\n${output}`);
      });
      await Promise.race([seen, missed]);
    },
    /** Ends the program with `kill -9`. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
