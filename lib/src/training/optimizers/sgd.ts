import { flags, numbers } from '../../options/value-kind.js';
import { defineOptimizer } from './optimizer.js';
import { decayWeights, weightDecayOption } from './weight-decay.js';

/**
 * Stochastic gradient descent, optionally with momentum (Polyak 1964) or Nesterov momentum (Sutskever et al.
 * 2013).
 */
export const sgd = defineOptimizer({
  help: 'gradient descent, with or without momentum and weight decay',
  options: {
    momentum: {
      kind: numbers({ from: 0, below: 1 }),
      standard: 0,
      help: 'fraction of the previous step that is added to the next one',
    },
    nesterov: { kind: flags, standard: false, help: 'use Nesterov momentum' },
    weightDecay: weightDecayOption(0),
  },
  create: ({ weightDecay, momentum, nesterov }) =>
    decayWeights(weightDecay, {
      slots: momentum > 0 ? ['velocity'] : [],
      update({ ops, handle, slots, learningRate, gradient }) {
        const type = { T: { type: 'float' } } as const;
        if (momentum === 0)
          return [ops.scope.effect('ResourceApplyGradientDescent', [handle, learningRate, gradient], type)];
        const inputs = [handle, slots.velocity!, learningRate, gradient, ops.constant(momentum, 'float')];
        return [ops.scope.effect('ResourceApplyMomentum', inputs, { ...type, use_nesterov: nesterov })];
      },
      inTfjs: (train, rate) => (momentum === 0 ? train.sgd(rate) : train.momentum(rate, momentum, nesterov)),
    }),
  fromTfjs: {
    SGD: () => ({}),
    Momentum: ({ momentum, useNesterov }) => ({ momentum, nesterov: useNesterov }),
  },
});
