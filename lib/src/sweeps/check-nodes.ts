import type { FoundNode } from './ray-events.js';

/** Packages whose versions decide what comes out of a training. */
const compared = ['mnist-lab', 'tfjs', 'TensorFlow'] as const;

/**
 * Looks at the nodes of a cluster before anything is trained on them.
 *
 * @returns Trainings at once.
 * @throws {Error} if a node has other versions than the one that the sweep is started from, or cannot train.
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
  if (cores === 0) throw new Error('Sweeping: expected a cluster with cores to train on but found none.');
  if (nodes.length > 1) onNotice?.(`${nodes.length} nodes with ${cores} cores in all.`);
  return cores;
}
