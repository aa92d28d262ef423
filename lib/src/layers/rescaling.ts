import type { LayerDefinition } from './layer.js';

/** `tf.layers.rescaling`: a factor and a shift for all numbers. */
export const rescaling: LayerDefinition = ({ configuration }) => {
  const { scale, offset } = configuration as { readonly scale: number; readonly offset: number };
  return ({ ops }, input) => ops.add(ops.multiply(input, scale), offset);
};
