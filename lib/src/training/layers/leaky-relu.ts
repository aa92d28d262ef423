import type { LayerCompiler } from './layer.js';

/** `tf.layers.leakyReLU`: numbers below 0 are multiplied by `alpha` (Maas et al. 2013). */
export const compileLeakyRelu: LayerCompiler = ({ configuration }) => {
  const alpha = configuration.alpha as number;
  return {
    variables: [],
    forward({ ops }, input) {
      const slope = ops.select(ops.greater(input, 0), 1, alpha);
      return { output: ops.multiply(input, slope), backward: (gradient) => ops.multiply(gradient, slope) };
    },
  };
};
