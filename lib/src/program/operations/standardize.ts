import { defineOperation } from '../operation.js';
import type { Operations } from '../operations.js';
import { sizeOf, type Value } from '../value.js';

type Standardization = { readonly axes: readonly number[]; readonly epsilon: number };

/** Over some axes, in which each image may have a weight. */
export interface Averaging {
  readonly axes: readonly number[];
  /** N × 1; they sum to 1. Left out where every image counts the same. */
  readonly rowWeights?: Value | undefined;
}

/** The mean of some numbers, without its axes, or with them as 1 where the last is one of them. */
function average(ops: Operations, input: Value, { axes, rowWeights }: Averaging): Value {
  const keepDimensions = axes.includes(input.shape.length - 1);
  if (!rowWeights) return ops.mean(input, axes, { keepDimensions });
  return ops.sum(ops.multiply(input, weightsFor(ops, input, axes, rowWeights)), axes, { keepDimensions });
}

/** One weight for each number of an image. */
function weightsFor(ops: Operations, { shape }: Value, axes: readonly number[], rowWeights: Value): Value {
  const column = ops.reshape(
    rowWeights,
    shape.map((size, axis) => (axis === 0 ? size : 1)),
  );
  const others = sizeOf(axes.filter((axis) => axis !== 0).map((axis) => shape[axis]!));
  return others === 1 ? column : ops.multiply(column, 1 / others);
}

export interface Moments {
  readonly mean: Value;
  readonly variance: Value;
}

export function moments(ops: Operations, input: Value, averaging: Averaging): Moments {
  const mean = average(ops, input, averaging);
  return { mean, variance: average(ops, ops.square(ops.subtract(input, mean)), averaging) };
}

function inverseDeviation(ops: Operations, input: Value, averaging: Averaging, epsilon: number): Value {
  return ops.inverseSquareRoot(ops.add(moments(ops, input, averaging).variance, epsilon));
}

/** Numbers of mean 0 and variance 1: what normalisation layers begin with. */
export const standardization = {
  /** The first input; the second, where there is one, weighs the images. */
  standardize: defineOperation<Standardization>({
    compose(ops, [input, rowWeights], { axes, epsilon }) {
      const averaging = { axes, rowWeights };
      const { mean } = moments(ops, input!, averaging);
      const inverse = inverseDeviation(ops, input!, averaging, epsilon);
      return ops.multiply(ops.subtract(input!, mean), inverse);
    },
    // Mean and variance depend on all numbers, so each one's gradient loses what it has in common with the constant
    // and with the standardised numbers.
    gradient: ({ ops, gradient, inputs: [input, rowWeights], output, attributes: { axes, epsilon } }) => [
      () => {
        const keepDimensions = axes.includes(input!.shape.length - 1);
        const along = ops.multiply(gradient, output);
        const inverse = inverseDeviation(ops, input!, { axes, rowWeights }, epsilon);
        const common = rowWeights
          ? ops.multiply(
              ops.add(
                ops.sum(gradient, axes, { keepDimensions }),
                ops.multiply(output, ops.sum(along, axes, { keepDimensions })),
              ),
              weightsFor(ops, input!, axes, rowWeights),
            )
          : ops.add(
              ops.mean(gradient, axes, { keepDimensions }),
              ops.multiply(output, ops.mean(along, axes, { keepDimensions })),
            );
        return ops.multiply(ops.subtract(gradient, common), inverse);
      },
      undefined,
    ],
  }),
};
