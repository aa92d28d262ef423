import type { LayerDefinition } from './layer.js';
import { checkChannelsLast } from './windows.js';

/** `tf.layers.upSampling2d`: so many times the rows and columns, each pixel again or with values between pixels. */
export const upSampling2d: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  const factors = configuration.size as readonly number[];
  return ({ ops }, input) => ops.enlarge(input, factors, configuration.interpolation === 'bilinear');
};
