import type { Variable } from '../../layers/layer.js';
import type { TensorflowOperations } from '../../program/tensorflow/tensorflow-operations.js';
import { augmentationStrength } from '../augmentations/annealing.js';
import { clipGradients } from '../optimizers/clip-gradients.js';
import type { Update } from '../optimizers/optimizer.js';
import { type ChosenOptimizer, createOptimizer } from '../optimizers/optimizer-table.js';
import type { TrainSettings } from '../train-options.js';

/** How weights are updated, and which values change from step to step. */
export interface UpdateRule {
  readonly optimizer: ChosenOptimizer;
  /** Maximum global norm of the gradients, or infinity for no limit. */
  readonly clipNorm: number;
  /** Decay of the exponential moving average of weights, 0 for none. */
  readonly emaDecay: number;
  readonly augmentationAnnealing?: TrainSettings['augmentationAnnealing'];
}

/** Names of the values that change per step, in the order in which they are fed. */
export function stepNumbersOf({ optimizer, augmentationAnnealing }: UpdateRule): readonly string[] {
  const ofOptimizer = Object.keys(createOptimizer(optimizer).numbersOfStep?.(0) ?? {});
  return ['learningRate', ...ofOptimizer, 'averageShare', ...(augmentationAnnealing ? ['strength'] : [])];
}

/** The values named by {@link stepNumbersOf} in one step. @param step counted from 0 over all `steps` of the run. */
export function numbersOfStep(
  { optimizer, emaDecay, augmentationAnnealing }: UpdateRule,
  step: number,
  steps: number,
  learningRate: number,
): Readonly<Record<string, number>> {
  // In early steps the average adapts faster, as in TensorFlow. Otherwise it would stay near the initial
  // weights.
  const decay = Math.min(emaDecay, (1 + step) / (10 + step));
  const strength = augmentationStrength(augmentationAnnealing, step, steps);
  const ofOptimizer = createOptimizer(optimizer).numbersOfStep?.(step);
  return { learningRate, ...ofOptimizer, averageShare: 1 - decay, strength };
}

/** Names of the optimizer's state for a variable. Statistics have none. */
export function slotsOf({ kind }: Variable, { optimizer }: UpdateRule): readonly string[] {
  return kind === 'statistic' ? [] : createOptimizer(optimizer).slots;
}

/** Adds the update of every trained variable. @returns the names of the nodes that change variables */
export function applyUpdates(
  ops: TensorflowOperations,
  updates: readonly Omit<Update, 'ops'>[],
  { optimizer: chosen, clipNorm }: UpdateRule,
): string[] {
  const optimizer = createOptimizer(chosen);
  const all = updates.map((update) => ({ ...update, ops }));
  return clipGradients(ops, all, clipNorm).flatMap((update) => optimizer.update(update));
}
