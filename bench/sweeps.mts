/**
 * The overhead of a sweep's trial over its training, and the gain from a second worker.
 *
 *   npm run bench:sweeps -- [--trials 4] [--epochs 40]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sweep } from 'mnist-lab';
import { mean } from '../lib/src/evaluation/statistics.js';

const { values } = parseArgs({
  options: { trials: { type: 'string', default: '4' }, epochs: { type: 'string', default: '40' } },
});
const folder = mkdtempSync(join(tmpdir(), 'mnist-lab-bench-'));
try {
  for (const workers of new Set([1, Math.min(2, availableParallelism())])) await measure(workers);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(workers: number): Promise<void> {
  const result = await sweep(
    {
      epochs: Number(values.epochs),
      batchSize: 128,
      hiddenUnits: [128, 64],
      learningRate: { logUniform: [0.0005, 0.005] },
    },
    {
      ...{ dataset: 'mnist', trials: Number(values.trials), pruning: false, test: false, workers },
      output: join(folder, String(workers)),
    },
  );
  const trainings = result.configurations.flatMap((configuration) => configuration.trainings);
  const [training, process] = [
    mean(trainings.map(({ seconds }) => seconds)),
    mean(trainings.map(({ processSeconds = Number.NaN }) => processSeconds)),
  ];
  const beyond = process - training;
  console.log(
    `${workers} at a time: ${trainings.length} trials in ${result.seconds.toFixed(1)} s; ${training.toFixed(2)} s per trial, ` +
      `beyond it ${beyond.toFixed(2)} s (${((100 * beyond) / training).toFixed(1)}%)`,
  );
}
