import { type LayerDefinition, Obstacle } from './layer.js';

/**
 * `tf.layers.dropout`: in training, sets each number to 0 with probability `rate` and scales the others up, so that
 * the expected sum stays the same (Srivastava et al. 2014).
 */
export const dropout: LayerDefinition = ({ configuration, training }) => {
  if (training && configuration.noiseShape != null) throw new Obstacle('has a noiseShape');
  const rate = configuration.rate as number;
  return (pass, input) => {
    if (!pass.training || rate === 0) return input;
    const { ops } = pass;
    const kept = ops.less(pass.randomBits(input.shape), Math.round((1 - rate) * 2 ** 32));
    return ops.multiply(input, ops.select(kept, 1 / (1 - rate), 0));
  };
};
