import type { Value } from '../graph/builder/graph.js';
import { type LayerCompiler, Obstacle, type Pass, type Variable } from './layer.js';

/**
 * `tf.layers.batchNormalization`: in training, gives each column mean 0 and variance 1 over the batch and follows
 * both with moving averages; otherwise uses these (Ioffe and Szegedy 2015). Scale and shift may be left out.
 */
export const compileBatchNormalization: LayerCompiler = ({ configuration, variable, layer }) => {
  const axis = configuration.axis as number;
  if (axis !== -1 && axis !== (layer.outputShape as number[]).length - 1)
    throw new Obstacle(`has axis ${axis}`);
  const momentum = configuration.momentum as number;
  const epsilon = configuration.epsilon as number;
  const scale = variable('gamma', 'offset');
  const shift = variable('beta', 'offset');
  const movingMean = variable('moving_mean', 'statistic')!;
  const movingVariance = variable('moving_variance', 'statistic')!;
  return {
    variables: [scale, shift, movingMean, movingVariance].filter((variable) => variable !== undefined),
    forward(pass, input) {
      const { ops } = pass;
      const average = (value: Value) => columnAverage(pass, value);
      const mean = pass.training ? average(input) : pass.read(movingMean);
      const centred = ops.subtract(input, mean);
      const variance = pass.training ? average(ops.square(centred)) : pass.read(movingVariance);
      if (pass.training) {
        const follow = (statistic: Variable, value: Value) => {
          const before = pass.read(statistic);
          pass.assign(
            statistic,
            ops.subtract(before, ops.multiply(ops.subtract(before, value), 1 - momentum)),
          );
        };
        follow(movingMean, mean);
        follow(movingVariance, variance);
      }
      const inverse = ops.inverseSquareRoot(ops.add(variance, epsilon));
      const normal = ops.multiply(centred, inverse);
      const scaled = scale ? ops.multiply(normal, pass.read(scale)) : normal;
      return {
        output: shift ? ops.add(scaled, pass.read(shift)) : scaled,
        backward(gradient) {
          if (scale) pass.gradient(scale, ops.sum(ops.multiply(gradient, normal), [0]));
          if (shift) pass.gradient(shift, ops.sum(gradient, [0]));
          // The batch's mean and variance depend on every row, so each row's gradient loses what it has in common
          // with the constant column and with the normalised one.
          const inner = scale ? ops.multiply(gradient, pass.read(scale)) : gradient;
          const total = ops.sum(inner, [0]);
          const along = ops.sum(ops.multiply(inner, normal), [0]);
          const common = shareOfRows(pass, ops.add(total, ops.multiply(normal, along)), input.shape[0]!);
          return ops.multiply(ops.subtract(inner, common), inverse);
        },
      };
    },
  };
};

/** Mean of each column over the rows that count. */
function columnAverage({ ops, rowWeights }: Pass, value: Value): Value {
  return rowWeights ? ops.sum(ops.multiply(value, rowWeights), [0]) : ops.mean(value, [0]);
}

/** What each row gets of something that is spread over the rows that count. */
function shareOfRows({ ops, rowWeights }: Pass, value: Value, rows: number): Value {
  return ops.multiply(value, rowWeights ?? 1 / rows);
}
