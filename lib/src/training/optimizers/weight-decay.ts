import type { Option } from '../../options/option.js';
import { numbers } from '../../options/value-kind.js';
import type { Optimizer, Update } from './optimizer.js';

/** The weight decay option of optimizers. */
export function weightDecayOption(standard: number) {
  return {
    kind: numbers({ from: 0, below: 1 }),
    standard,
    help: 'weight decay, not applied to biases and batch normalisation',
  } satisfies Option<number>;
}

/** Adds decoupled weight decay to an optimizer (Loshchilov and Hutter 2019). */
export function decayWeights(weightDecay: number, optimizer: Optimizer): Optimizer {
  if (weightDecay === 0) return optimizer;
  return {
    slots: optimizer.slots,
    numbersOfStep: optimizer.numbersOfStep,
    update: (update) =>
      update.ops.scope.after(decayWeight(update, weightDecay), () => optimizer.update(update)),
  };
}

/**
 * Adds the decay of a weight. It runs after the gradient, which depends on the weight before decay.
 * @returns the names of the nodes that change the weight, which must run before the update itself.
 */
function decayWeight(
  { ops, variable, handle, learningRate, gradient }: Update,
  weightDecay: number,
): string[] {
  if (variable.kind !== 'weight') return [];
  return ops.scope.after([gradient.node], () => {
    const value = ops.readVariable(handle, variable.shape);
    const part = ops.multiply(value, ops.multiply(learningRate, weightDecay));
    return [ops.subtractFromVariable(handle, part)];
  });
}
