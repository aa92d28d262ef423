import type { DataFrame } from 'danfojs-node';
import type { Figure } from '../figures/figure.js';
import { runsFigure } from '../figures/runs-figure.js';
import type { EpochRecord } from '../training/history.js';
import { dataFrame, round } from './data-frame.js';
import { metricColumns } from './tables.js';

/** A training run displayed by `trainingProgress`. */
export interface Run {
  readonly name: string;
  readonly epochs: readonly EpochRecord[];
}

const runs: Run[] = [];

/** Records a training run from its first epoch on. @returns the function to call after each epoch */
export function rememberRun(name: string): (record: EpochRecord) => void {
  const epochs: EpochRecord[] = [];
  const run: Run = { name, epochs };
  return (record) => {
    epochs.push(record);
    if (epochs.length > 1) return;
    runs.push(run);
    if (runs.length > 2) runs.shift();
  };
}

/**
 * Compares the last two training runs: their learning curves, and a table of results and times. The last two runs
 * that use `trainingProgress` are recorded until the kernel restarts.
 *
 * @returns A figure and a table, for `show`.
 * @throws {Error} if there have been fewer than two runs.
 *
 * @example
 * for (const name of ['once', 'again'])
 *   await train(createDigitModel({ hiddenUnits: [8] }), dataset.train, { epochs: 1, ...trainingProgress(name) });
 * await show(...compareRuns());
 */
export function compareRuns(): readonly [Figure, DataFrame] {
  const [earlier, later] = runs;
  if (!earlier || !later)
    throw new Error(
      `Comparing training runs: expected two but found ${runs.length} since the kernel started. ` +
        'Change a parameter and train again, with ...lesson.trainingProgress(…) among the options.',
    );
  return [runsFigure([earlier, later]), runsTable([earlier, later])];
}

function runsTable(all: readonly Run[]): DataFrame {
  return dataFrame({
    run: all.map(({ name }) => name),
    epochs: all.map(({ epochs }) => epochs.length),
    ...metricColumns(all.map(({ epochs }) => epochs.at(-1)!)),
    seconds: all.map(({ epochs }) =>
      round(
        epochs.reduce((sum, { seconds }) => sum + seconds, 0),
        1,
      ),
    ),
  });
}
