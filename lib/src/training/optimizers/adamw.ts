import { adamOptions, scaleByAdam } from './adam.js';
import { defineOptimizer } from './optimizer.js';
import { decayWeights, weightDecayOption } from './weight-decay.js';

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
export const adamw = defineOptimizer({
  help: 'Adam with decoupled weight decay (Loshchilov and Hutter 2019)',
  options: { weightDecay: weightDecayOption(0.01), ...adamOptions },
  create: ({ weightDecay, ...options }) => decayWeights(weightDecay, scaleByAdam(options)),
});
