import { moments } from '../program/operations/standardize.js';
import type { Value } from '../program/value.js';
import { axisFromStart, type LayerDefinition, Obstacle, type Variable } from './layer.js';

/**
 * `tf.layers.batchNormalization`: in training, gives each column or channel mean 0 and variance 1 over the batch and
 * follows both with moving averages; otherwise uses these (Ioffe and Szegedy 2015).
 */
export const batchNormalization: LayerDefinition = ({ configuration, rank, variable, optional }) => {
  if (axisFromStart(configuration.axis, rank) !== rank - 1)
    throw new Obstacle(`has axis ${configuration.axis}`);
  const momentum = configuration.momentum as number;
  const epsilon = configuration.epsilon as number;
  const scale = optional('gamma', 'offset');
  const shift = optional('beta', 'offset');
  const movingMean = variable('moving_mean', 'statistic');
  const movingVariance = variable('moving_variance', 'statistic');
  return (pass, input) => {
    const { ops, rowWeights } = pass;
    const axes = input.shape.slice(0, -1).map((_, axis) => axis);
    let normal: Value;
    if (pass.training) {
      const { mean, variance } = moments(ops, input, { axes, rowWeights });
      const follow = (statistic: Variable, value: Value) => {
        const before = pass.read(statistic);
        pass.assign(statistic, ops.subtract(before, ops.multiply(ops.subtract(before, value), 1 - momentum)));
      };
      follow(movingMean, mean);
      follow(movingVariance, variance);
      normal = ops.standardize(input, axes, epsilon, rowWeights);
    } else {
      const inverse = ops.inverseSquareRoot(ops.add(pass.read(movingVariance), epsilon));
      normal = ops.multiply(ops.subtract(input, pass.read(movingMean)), inverse);
    }
    const scaled = scale ? ops.multiply(normal, pass.read(scale)) : normal;
    return shift ? ops.add(scaled, pass.read(shift)) : scaled;
  };
};
