import { axisFromStart, type LayerDefinition, Obstacle } from './layer.js';

/** `tf.layers.softmax`, along the last axis. */
export const softmax: LayerDefinition = ({ configuration, rank }) => {
  if (axisFromStart(configuration.axis, rank) !== rank - 1)
    throw new Obstacle(`has axis ${configuration.axis}`);
  return ({ ops }, input) => ops.softmax(input);
};
