import type { Variable } from '../../layers/layer.js';
import type { TensorflowOperations } from '../../program/tensorflow/tensorflow-operations.js';
import type { Value } from '../../program/value.js';
import { augmentationStrength } from '../augmentations/easing.js';
import type { Update } from '../optimizers/optimizer.js';
import { type ChosenOptimizer, optimizerOf } from '../optimizers/optimizer-table.js';
import type { TrainSettings } from '../train-options.js';

/** How a training changes weights, and what else changes from step to step. */
export interface UpdateRule {
  readonly optimizer: ChosenOptimizer;
  /** Largest norm of all gradients together; infinite for no limit. */
  readonly gradientClipNorm: number;
  /** Decay of the moving average of weights, 0 for none. */
  readonly weightAveraging: number;
  readonly augmentationEasing?: TrainSettings['augmentationEasing'];
}

/** Names of the numbers that a step has of its own, in the order in which they are fed. */
export function stepNumbersOf({ optimizer, augmentationEasing }: UpdateRule): readonly string[] {
  const ofOptimizer = optimizerOf(optimizer).optimizer.stepNumbers ?? [];
  return ['learningRate', ...ofOptimizer, 'averageShare', ...(augmentationEasing ? ['strength'] : [])];
}

/** These numbers. @param step counted from 0 over the whole training, of so many `steps`. */
export function numbersOfStep(
  { optimizer: chosen, weightAveraging, augmentationEasing }: UpdateRule,
  step: number,
  steps: number,
  learningRate: number,
): Readonly<Record<string, number>> {
  const { optimizer, options } = optimizerOf(chosen);
  // Early on the average follows faster, or it would stay near the initial weights (as TensorFlow's own does).
  const decay = Math.min(weightAveraging, (1 + step) / (10 + step));
  const strength = augmentationStrength(augmentationEasing, step, steps);
  return { learningRate, ...optimizer.numbersOfStep?.(step, options), averageShare: 1 - decay, strength };
}

/** What the optimizer keeps for a variable, by its names for it. */
export function slotsOf({ kind }: Variable, { optimizer: chosen }: UpdateRule): readonly string[] {
  if (kind === 'statistic') return [];
  const { optimizer, options } = optimizerOf(chosen);
  return optimizer.slots(options);
}

/**
 * Adds the change of every trained variable in a step.
 *
 * @returns the names of the nodes that change variables.
 */
export function applyUpdates(
  ops: TensorflowOperations,
  updates: readonly Omit<Update, 'ops'>[],
  { optimizer: chosen, gradientClipNorm }: UpdateRule,
): string[] {
  const { optimizer, options } = optimizerOf(chosen);
  const scale = clippingScale(ops, updates, gradientClipNorm);
  return updates.flatMap((update) => {
    const gradient = scale ? ops.multiply(update.gradient, scale) : update.gradient;
    return optimizer.update({ ...update, ops, gradient }, options);
  });
}

function clippingScale(
  ops: TensorflowOperations,
  updates: readonly Pick<Update, 'gradient'>[],
  largest: number,
): Value | undefined {
  if (largest === Number.POSITIVE_INFINITY) return undefined;
  const squares = updates.map(({ gradient }) =>
    ops.sum(
      ops.square(gradient),
      gradient.shape.map((_, axis) => axis),
    ),
  );
  const norm = ops.squareRoot(squares.reduce((total, square) => ops.add(total, square)));
  return ops.divide(largest, ops.maximum(norm, largest));
}
