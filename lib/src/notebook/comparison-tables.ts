import type { DataFrame } from 'danfojs-node';
import { checkSameCorruptions } from '../experiments/corruptions.js';
import type { StudyResult } from '../experiments/incremental-study.js';
import type { RobustnessResult } from '../experiments/robustness.js';
import { dataFrame, percent, round } from './data-frame.js';

/**
 * The contribution of each ingredient of a recipe to accuracy and training time.
 *
 * @example
 * const parts = splitValidation(dataset.train, { size: 0.1, seed: 1 });
 * const results = await runIncrementalStudy(parts.train, parts.validation, [
 *   { name: 'plain', model: { hiddenUnits: [16] }, training: { epochs: 1 } },
 * ]);
 * const table = incrementalStudyTable(results);
 */
export function incrementalStudyTable(results: readonly StudyResult[]): DataFrame {
  return dataFrame({
    recipe: results.map(({ name }) => name),
    'accuracy (%)': results.map(({ accuracy }) => percent(accuracy)),
    'gain (points)': results.map(({ accuracy }, step) =>
      step === 0 ? null : round((accuracy - results[step - 1]!.accuracy) * 100, 2),
    ),
    seconds: results.map(({ seconds }) => round(seconds, 1)),
  });
}

/**
 * Accuracy on corrupted images, of one model, or of two: without and with augmentation.
 *
 * @throws {RangeError} if the corruptions differ.
 *
 * @example
 * const table = robustnessTable(measureRobustness(model, dataset.test, digits.corruptions));
 */
export function robustnessTable(
  before: readonly RobustnessResult[],
  after?: readonly RobustnessResult[],
): DataFrame {
  if (after) checkSameCorruptions(before, after);
  const accuracies = (results: readonly RobustnessResult[]) =>
    results.map(({ accuracy }) => percent(accuracy));
  const images = before.map(({ name }) => name);
  if (after === undefined) return dataFrame({ images, 'accuracy (%)': accuracies(before) });
  return dataFrame({
    images,
    'without augmentation (%)': accuracies(before),
    'with augmentation (%)': accuracies(after),
    'gain (points)': after.map(({ accuracy }, row) => round((accuracy - before[row]!.accuracy) * 100, 2)),
  });
}
