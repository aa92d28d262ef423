import type { Option } from '../../options/option.js';
import { numbers } from '../../options/value-kind.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

const share = numbers({ from: 0, below: 1 });

/** The options shared by Adam and its variants. */
export const adamOptions = {
  beta1: { kind: share, standard: 0.9, help: 'decay rate of the running mean of gradients (first moment)' },
  beta2: {
    kind: share,
    standard: 0.999,
    help: 'decay rate of the running mean of squared gradients (second moment)',
  },
  // tfjs and Keras have the same default.
  epsilon: {
    kind: numbers({ above: 0 }),
    standard: 1e-7,
    help: 'small constant added for numerical stability',
  },
} satisfies Record<string, Option<number>>;

interface AdamValues {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The update is the mean gradient divided by the root of the mean squared gradient (Kingma and Ba 2015). */
export function scaleByAdam({ beta1, beta2, epsilon }: AdamValues): Optimizer {
  return {
    // Running means of the gradient and of its square.
    slots: ['moment1', 'moment2'],
    numbersOfStep(step) {
      const power2 = beta2 ** (step + 1);
      return {
        adamPower1: beta1 ** (step + 1),
        adamPower2: power2,
        // TensorFlow's kernel adds epsilon before it corrects the bias of the second moment. Keras, tfjs and
        // the paper do so afterwards. This factor makes the results equal.
        adamEpsilon: epsilon * Math.sqrt(1 - power2),
      };
    },
    update({ ops, handle, slots, numbers, learningRate, gradient }) {
      const inputs = [
        handle,
        slots.moment1!,
        slots.moment2!,
        numbers.adamPower1!,
        numbers.adamPower2!,
        learningRate,
        ops.constant(beta1, 'float'),
        ops.constant(beta2, 'float'),
        numbers.adamEpsilon!,
        gradient,
      ];
      return [ops.scope.effect('ResourceApplyAdam', inputs, { T: { type: 'float' } })];
    },
    inTfjs: (train, rate) => train.adam(rate, beta1, beta2, epsilon),
  };
}

/** Adam (Kingma and Ba 2015). */
export const adam = defineOptimizer({
  help: 'step sizes per weight from running means of gradients (Kingma and Ba 2015)',
  options: adamOptions,
  create: scaleByAdam,
  fromTfjs: { Adam: ({ beta1, beta2, epsilon }) => ({ beta1, beta2, epsilon }) },
});
