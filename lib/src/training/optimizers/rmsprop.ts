import { numbers } from '../../options/value-kind.js';
import { defineOptimizer } from './optimizer.js';

/** The update is the gradient divided by the root of its mean square (Tieleman and Hinton 2012). */
export const rmsprop = defineOptimizer({
  help: 'gradients divided by their running RMS (Tieleman and Hinton 2012)',
  options: {
    rho: {
      kind: numbers({ from: 0, below: 1 }),
      standard: 0.9,
      help: 'decay rate of the running mean of squared gradients (second moment)',
    },
    momentum: {
      kind: numbers({ from: 0, below: 1 }),
      standard: 0,
      help: 'fraction of the previous step that is added to the next one',
    },
    // Added before the square root is taken, as in tfjs.
    epsilon: {
      kind: numbers({ above: 0 }),
      standard: 1e-7,
      help: 'small constant added for numerical stability',
    },
  },
  create: ({ rho, momentum, epsilon }) => ({
    slots: ['meanSquare', 'velocity'],
    update({ ops, handle, slots, learningRate, gradient }) {
      const constants = [rho, momentum, epsilon].map((value) => ops.constant(value, 'float'));
      const inputs = [handle, slots.meanSquare!, slots.velocity!, learningRate, ...constants, gradient];
      return [ops.scope.effect('ResourceApplyRMSProp', inputs, { T: { type: 'float' } })];
    },
    inTfjs: (train, rate) => train.rmsprop(rate, rho, momentum, epsilon),
  }),
  fromTfjs: {
    RMSProp: ({ decay, momentum, epsilon, centered }) =>
      centered ? undefined : { rho: decay, momentum, epsilon },
  },
});
