import { sizeOf } from '../program/value.js';
import type { LayerDefinition } from './layer.js';
import { checkChannelsLast } from './windows.js';

/** `tf.layers.flatten`: each image as one row of values. */
export const flatten: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  return ({ ops }, input) => ops.reshape(input, [input.shape[0]!, sizeOf(input.shape.slice(1))]);
};
