import type { LayerDefinition } from './layer.js';

/** `tf.layers.leakyReLU`: negative values are multiplied by `alpha` (Maas et al. 2013). */
export const leakyRelu: LayerDefinition = ({ configuration }) => {
  const alpha = configuration.alpha as number;
  return ({ ops }, input) => ops.multiply(input, ops.select(ops.greater(input, 0), 1, alpha));
};
