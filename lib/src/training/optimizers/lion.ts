import { numbers } from '../../options/value-kind.js';
import type { Value } from '../../program/value.js';
import { defineOptimizer } from './optimizer.js';
import { decayWeights, weightDecayOption } from './weight-decay.js';

const share = numbers({ from: 0, below: 1 });

/** Every weight changes by the same amount, against the sign of a running mean of gradients (Chen et al. 2023). */
export const lion = defineOptimizer({
  help: 'steps of fixed size along the sign of the momentum (Chen et al. 2023)',
  options: {
    weightDecay: weightDecayOption(0.01),
    beta1: {
      kind: share,
      standard: 0.9,
      help: 'weight of the running mean in each step; that of the new gradient is 1 - beta1',
    },
    beta2: {
      kind: share,
      standard: 0.99,
      help: 'decay rate of the running mean of gradients',
    },
  },
  create: ({ weightDecay, beta1, beta2 }) =>
    decayWeights(weightDecay, {
      slots: ['moment'],
      update({ ops, variable, handle, slots, learningRate, gradient }) {
        const moment = ops.readVariable(slots.moment!, variable.shape);
        const towards = (beta: number): Value =>
          ops.add(ops.multiply(moment, beta), ops.multiply(gradient, 1 - beta));
        const step = ops.multiply(ops.sign(towards(beta1)), learningRate);
        const stepped = ops.subtractFromVariable(handle, step);
        return [stepped, ops.assignVariable(slots.moment!, towards(beta2))];
      },
    }),
});
