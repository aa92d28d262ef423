import { defineOperation } from '../operation.js';
import type { Operations } from '../operations.js';
import { sizeOf, type Value } from '../value.js';

type Standardization = { readonly axes: readonly number[]; readonly epsilon: number };

/** The axes to average over, and the images' weights. */
export interface Averaging {
  readonly axes: readonly number[];
  /** N × 1, with sum 1. It is omitted if all images have the same weight. */
  readonly rowWeights?: Value | undefined;
}

/** The mean over the axes. The axes are removed, or kept with size 1 if the last axis is one of them. */
function average(ops: Operations, input: Value, { axes, rowWeights }: Averaging): Value {
  const keepDimensions = axes.includes(input.shape.length - 1);
  if (!rowWeights) return ops.mean(input, axes, { keepDimensions });
  return ops.sum(ops.multiply(input, weightsFor(ops, input, axes, rowWeights)), axes, { keepDimensions });
}

/** The weights of the values that are averaged. They sum to 1. */
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

/** Normalisation to mean 0 and variance 1, the first step of normalisation layers. */
export const standardization = {
  /** Normalises the first input. An optional second input contains the images' weights. */
  standardize: defineOperation<Standardization>({
    compose(ops, [input, rowWeights], { axes, epsilon }) {
      const averaging = { axes, rowWeights };
      const { mean } = moments(ops, input!, averaging);
      const inverse = inverseDeviation(ops, input!, averaging, epsilon);
      return ops.multiply(ops.subtract(input!, mean), inverse);
    },
    // Mean and variance depend on all values, so the gradient is projected to be orthogonal to the constant
    // and to the normalised values.
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
