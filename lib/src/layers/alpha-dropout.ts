import { type LayerDefinition, Obstacle } from './layer.js';

/** SELU's limit for very negative inputs. */
const floor = -1.6732632423543772 * 1.0507009873554805;

/**
 * `tf.layers.alphaDropout`: in training, sets each value to SELU's minimum with probability `rate`, then
 * scales and shifts all values so that mean and variance stay the same (Klambauer et al. 2017).
 */
export const alphaDropout: LayerDefinition = ({ configuration, training }) => {
  if (training && configuration.noiseShape != null) throw new Obstacle('has a noiseShape');
  const rate = configuration.rate as number;
  return (pass, input) => {
    if (!pass.training || rate <= 0 || rate >= 1) return input;
    const { ops } = pass;
    const kept = ops.less(pass.randomBits(input.shape), Math.round((1 - rate) * 2 ** 32));
    const scale = ((1 - rate) * (1 + rate * floor ** 2)) ** -0.5;
    return ops.add(ops.multiply(ops.select(kept, input, floor), scale), -scale * floor * rate);
  };
};
