import type { Option } from '../../options/option.js';
import { numbers } from '../../options/value-kind.js';
import type { Update } from './optimizer.js';

/** The option of optimizers that decay weights. */
export const weightDecayOption = {
  kind: numbers({ from: 0, below: 1 }),
  standard: 0.01,
  help: 'part of each weight, but not of biases and batch norm, taken off a step, times the learning rate',
} satisfies Option<number>;

/**
 * Takes the decay off a weight, apart from its gradient (Loshchilov and Hutter 2019), once the gradient is known, so
 * that the step itself saw the weight whole.
 *
 * @returns the names of the nodes that change the weight; the update proper has to wait for them.
 */
export function decayWeight(
  { ops, variable, handle, learningRate, gradient }: Update,
  weightDecay: number,
): string[] {
  if (weightDecay === 0 || variable.kind !== 'weight') return [];
  const { scope } = ops;
  return scope.after([gradient.node], () => {
    const value = ops.readVariable(handle, variable.shape);
    const part = ops.multiply(value, ops.multiply(learningRate, weightDecay));
    return [ops.subtractFromVariable(handle, part)];
  });
}
