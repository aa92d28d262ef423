import type { LayerDefinition } from './layer.js';
import { checkChannelsLast } from './windows.js';

/** `tf.layers.cropping2D`: removes rows and columns at the edges of each image. */
export const cropping2d: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  const [[above, below], [left, right]] = configuration.cropping as [[number, number], [number, number]];
  return ({ ops }, input) => ops.crop(input, [0, above, left, 0], [0, below, right, 0]);
};
