import { type LayerCompiler, Obstacle } from './layer.js';

/** `tf.layers.flatten`: images are held as rows of pixels already, so there is nothing to do. */
export const compileFlatten: LayerCompiler = ({ configuration }) => {
  if (configuration.dataFormat === 'channelsFirst') throw new Obstacle('has dataFormat channelsFirst');
  return undefined;
};
