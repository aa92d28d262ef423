import { adamNumbers, adamOptions, adamSlots, adamStepNumbers, applyAdam } from './adam.js';
import { defineOptimizer } from './optimizer.js';
import { decayWeight, weightDecayOption } from './weight-decay.js';

/** Adam with weights that decay, apart from their gradients (Loshchilov and Hutter 2019). */
export const adamw = defineOptimizer({
  help: 'Adam with weights that decay (Loshchilov and Hutter 2019)',
  options: { weightDecay: weightDecayOption, ...adamOptions },
  slots: () => adamSlots,
  stepNumbers: adamStepNumbers,
  numbersOfStep: adamNumbers,
  update(update, options) {
    const decayed = decayWeight(update, options.weightDecay);
    return update.ops.scope.after(decayed, () => [applyAdam(update, options)]);
  },
});
