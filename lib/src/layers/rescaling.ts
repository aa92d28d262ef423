import type { LayerDefinition } from './layer.js';

/** `tf.layers.rescaling`: multiplies all values by a factor and adds an offset. */
export const rescaling: LayerDefinition = ({ configuration }) => {
  const { scale, offset } = configuration as { readonly scale: number; readonly offset: number };
  return ({ ops }, input) => ops.add(ops.multiply(input, scale), offset);
};
