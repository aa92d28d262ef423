import { defineOperation } from '../operation.js';
import type { Operations } from '../operations.js';
import type { Value } from '../value.js';

/** Cumulative distribution function of the standard normal distribution. */
const below = (ops: Operations, x: Value) =>
  ops.multiply(ops.add(ops.erf(ops.multiply(x, Math.SQRT1_2)), 1), 0.5);

const root = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;
const bendOf = (ops: Operations, x: Value) =>
  ops.tanh(ops.multiply(ops.multiply(x, root), ops.add(ops.multiply(ops.square(x), cubic), 1)));
const half = (ops: Operations, x: Value) => ops.multiply(ops.add(bendOf(ops, x), 1), 0.5);

/** Composites, because a gradient derived from their steps takes twice as many passes over the values. */
export const gelus = {
  /** x · Φ(x), with the exact cumulative distribution function (Hendrycks and Gimpel 2016). */
  gelu: defineOperation({
    compose: (ops, [x]) => ops.multiply(x!, below(ops, x!)),
    gradient: ({ ops, gradient, inputs: [x] }) => [
      () => {
        const density = ops.multiply(ops.exp(ops.multiply(ops.square(x!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return ops.multiply(gradient, ops.add(below(ops, x!), ops.multiply(x!, density)));
      },
    ],
  }),

  /** Approximation with tanh instead of the error function. */
  geluTanh: defineOperation({
    compose: (ops, [x]) => ops.multiply(x!, half(ops, x!)),
    gradient: ({ ops, gradient, inputs: [x] }) => [
      () => {
        const slope = ops.multiply(ops.add(ops.multiply(ops.square(x!), 3 * cubic), 1), root);
        const bendSlope = ops.subtract(1, ops.square(bendOf(ops, x!)));
        const rise = ops.multiply(ops.multiply(x!, 0.5), ops.multiply(bendSlope, slope));
        return ops.multiply(gradient, ops.add(half(ops, x!), rise));
      },
    ],
  }),
};
