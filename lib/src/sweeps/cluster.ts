import { connect } from 'node:net';
import type { FoundNode } from './ray-driver.js';

/** Milliseconds to wait for the head of a cluster. */
const patience = 5_000;

/** @throws {Error} if an address does not respond: Ray itself would retry for minutes. */
export function requireAnswer(address: string): Promise<void> {
  const at = address.lastIndexOf(':');
  const socket = connect({
    host: address.slice(0, at),
    port: Number(address.slice(at + 1)),
    timeout: patience,
  });
  return new Promise((resolve, reject) => {
    const refuse = (reason: string) => {
      socket.destroy();
      reject(
        new Error(
          `Sweeping: no Ray cluster answers at ${address} (${reason}). Start one there with \`ray start --head\`, from .venv-sweeps/bin.`,
        ),
      );
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => refuse('timed out'));
    socket.once('error', (error: NodeJS.ErrnoException) => refuse(error.code ?? error.message));
  });
}

/** Packages whose versions affect the result of training. */
const compared = ['mnist-lab', 'tfjs', 'TensorFlow'] as const;

/**
 * Checks the nodes of a cluster before any trial starts.
 *
 * @returns the number of cores: trials that run concurrently.
 * @throws {Error} if a node has different versions from this machine or cannot train, or there are no cores.
 */
export function checkNodes(nodes: readonly FoundNode[], onNotice?: (notice: string) => void): number {
  const own = nodes.find((node) => node.own);
  const problems = nodes.flatMap(({ address, problem, versions }) => {
    if (problem !== undefined) return [`${address}: ${problem}.`];
    return compared
      .filter((name) => versions?.[name] !== own?.versions?.[name])
      .map((name) => `${address} has ${name} ${versions?.[name]}, this machine ${own?.versions?.[name]}.`);
  });
  if (problems.length > 0)
    throw new Error(
      `Sweeping: expected the same versions on every node but found\n  ${problems.join('\n  ')}\n` +
        'Run `npm install` and `npx mnist-lab setup --sweeps` on each.',
    );
  const cores = nodes.reduce((sum, node) => sum + node.cores, 0);
  if (cores === 0) throw new Error('Sweeping: the cluster has no CPU cores to train on.');
  if (nodes.length > 1) onNotice?.(`${nodes.length} nodes with ${cores} cores in total.`);
  return cores;
}
