import { sizeOf } from '../program/value.js';
import { type LayerDefinition, Obstacle } from './layer.js';

/** `tf.layers.flatten`: each image as one row of numbers. */
export const flatten: LayerDefinition = ({ configuration }) => {
  if (configuration.dataFormat === 'channelsFirst') throw new Obstacle('has dataFormat channelsFirst');
  return ({ ops }, input) => ops.reshape(input, [input.shape[0]!, sizeOf(input.shape.slice(1))]);
};
