import { adamOptions } from './adam.js';
import { defineOptimizer } from './optimizer.js';
import { decayWeights, weightDecayOption } from './weight-decay.js';

/** The momentum of a step, from 1: it grows from about half of `beta1` to `beta1`. */
const momentumOf = (beta1: number, step: number) => beta1 * (1 - 0.5 * 0.96 ** (step / 250));

/** The product of the momenta of all steps so far. After about 60 steps it is negligible. */
function momentumProduct(beta1: number, steps: number): number {
  let product = 1;
  for (let step = 1; step <= steps && product > 1e-18; step++) product *= momentumOf(beta1, step);
  return product;
}

/** Adam with Nesterov momentum (Dozat 2016). The momentum schedule is the paper's, as in PyTorch. */
export const nadam = defineOptimizer({
  help: 'Adam with Nesterov momentum (Dozat 2016)',
  options: { ...adamOptions, weightDecay: weightDecayOption(0) },
  create: ({ weightDecay, beta1, beta2, epsilon }) =>
    decayWeights(weightDecay, {
      slots: ['moment1', 'moment2'],
      numbersOfStep(index) {
        const step = index + 1;
        const [now, next] = [momentumOf(beta1, step), momentumOf(beta1, step + 1)];
        const product = momentumProduct(beta1, step);
        return {
          gradientShare: (1 - now) / (1 - product),
          momentShare: next / (1 - product * next),
          squareShare: 1 / (1 - beta2 ** step),
        };
      },
      update({ ops, variable, handle, slots, numbers, learningRate, gradient }) {
        const running = (slot: string, beta: number, value: typeof gradient) =>
          ops.add(
            ops.multiply(ops.readVariable(slots[slot]!, variable.shape), beta),
            ops.multiply(value, 1 - beta),
          );
        const moment = running('moment1', beta1, gradient);
        const square = running('moment2', beta2, ops.square(gradient));
        const direction = ops.add(
          ops.multiply(gradient, numbers.gradientShare!),
          ops.multiply(moment, numbers.momentShare!),
        );
        const scale = ops.add(ops.squareRoot(ops.multiply(square, numbers.squareShare!)), epsilon);
        return [
          ops.subtractFromVariable(handle, ops.multiply(ops.divide(direction, scale), learningRate)),
          ops.assignVariable(slots.moment1!, moment),
          ops.assignVariable(slots.moment2!, square),
        ];
      },
    }),
});
