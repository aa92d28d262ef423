import { batchMoments } from '../program/operations/batch-normalize.js';
import { type Moments, moments } from '../program/operations/standardize.js';
import type { Value } from '../program/value.js';
import {
  axisFromStart,
  type Forward,
  type LayerDefinition,
  Obstacle,
  type Pass,
  type Variable,
} from './layer.js';

/**
 * `tf.layers.batchNormalization`: in training, normalises each column or channel to mean 0 and variance 1
 * over the batch and updates the moving averages of both. Otherwise uses the moving averages (Ioffe and
 * Szegedy 2015).
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
  const follow = (pass: Pass, statistic: Variable, value: Value) => {
    const { ops } = pass;
    const before = pass.read(statistic);
    pass.assign(statistic, ops.subtract(before, ops.multiply(ops.subtract(before, value), 1 - momentum)));
  };
  const followBoth = (pass: Pass, { mean, variance }: Moments) => {
    follow(pass, movingMean, mean);
    follow(pass, movingVariance, variance);
  };

  /** Normalises images with TensorFlow's dedicated node. */
  const normalizeImages: Forward = (pass, input) => {
    const { ops, rowWeights } = pass;
    const all = (number: number) =>
      ops.matrix(new Float32Array(input.shape[3]!).fill(number), [input.shape[3]!]);
    const [factors, shifts] = [scale ? pass.read(scale) : all(1), shift ? pass.read(shift) : all(0)];
    const count = rowWeights && ops.sum(ops.cast(ops.greater(rowWeights, 0), 'int32'), [0, 1]);
    followBoth(pass, batchMoments(ops, input, factors, shifts, epsilon, count));
    return ops.batchNormalize(input, factors, shifts, epsilon, count);
  };

  return (pass, input) => {
    const { ops, rowWeights } = pass;
    if (pass.training && rank === 4) return normalizeImages(pass, input);
    const axes = input.shape.slice(0, -1).map((_, axis) => axis);
    let normal: Value;
    if (pass.training) {
      followBoth(pass, moments(ops, input, { axes, rowWeights }));
      normal = ops.standardize(input, axes, epsilon, rowWeights);
    } else {
      const inverse = ops.inverseSquareRoot(ops.add(pass.read(movingVariance), epsilon));
      normal = ops.multiply(ops.subtract(input, pass.read(movingMean)), inverse);
    }
    const scaled = scale ? ops.multiply(normal, pass.read(scale)) : normal;
    return shift ? ops.add(scaled, pass.read(shift)) : scaled;
  };
};
