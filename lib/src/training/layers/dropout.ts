import { type LayerCompiler, Obstacle } from './layer.js';

/**
 * `tf.layers.dropout`: in training, sets each number to 0 with probability `rate` and scales the others up, so that
 * the expected sum stays the same (Srivastava et al. 2014).
 */
export const compileDropout: LayerCompiler = ({ configuration }) => {
  if (configuration.noiseShape != null) throw new Obstacle('has a noiseShape');
  const rate = configuration.rate as number;
  return {
    variables: [],
    forward(pass, input) {
      const { ops } = pass;
      if (!pass.training || rate === 0) return { output: input, backward: (gradient) => gradient };
      const bits = pass.randomBits(input.shape[0]!, input.shape[1]!);
      const kept = ops.less(bits, Math.round((1 - rate) * 2 ** 32));
      const mask = ops.select(kept, 1 / (1 - rate), 0);
      return {
        output: ops.multiply(input, mask),
        backward: (gradient) => ops.multiply(gradient, mask),
      };
    },
  };
};
