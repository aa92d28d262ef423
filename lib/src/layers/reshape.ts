import { sizeOf } from '../program/value.js';
import type { LayerDefinition } from './layer.js';

/** `tf.layers.reshape`: gives each image another shape. One axis may be inferred. */
export const reshape: LayerDefinition = ({ configuration }) => {
  const target = (configuration.targetShape as readonly (number | null)[]).map((size) => size ?? -1);
  const known = sizeOf(target.filter((size) => size >= 0));
  return ({ ops }, input) => {
    const rest = sizeOf(input.shape.slice(1)) / known;
    return ops.reshape(input, [input.shape[0]!, ...target.map((size) => (size < 0 ? rest : size))]);
  };
};
