import type { LayerDefinition } from './layer.js';
import { checkChannelsLast } from './windows.js';

/** `tf.layers.upSampling2d`: enlarges images by integer factors, with nearest or bilinear interpolation. */
export const upSampling2d: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  const factors = configuration.size as readonly number[];
  return ({ ops }, input) => ops.enlarge(input, factors, configuration.interpolation === 'bilinear');
};
