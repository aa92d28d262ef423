import type { LayerDefinition } from './layer.js';
import { checkChannelsLast } from './windows.js';

/** `tf.layers.zeroPadding2d`: rows and columns of zeros around each image. */
export const zeroPadding2d: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  const [[above, below], [left, right]] = configuration.padding as [[number, number], [number, number]];
  return ({ ops }, input) => ops.pad(input, [0, above, left, 0], [0, below, right, 0]);
};
