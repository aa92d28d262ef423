import { axisFromStart, type LayerDefinition, Obstacle } from './layer.js';

/**
 * `tf.layers.layerNormalization`: normalises values to mean 0 and variance 1 over the last axis or axes, for
 * each image separately (Ba et al. 2016).
 */
export const layerNormalization: LayerDefinition = ({ configuration, rank, optional }) => {
  const axes = [configuration.axis].flat().map((axis) => axisFromStart(axis, rank));
  if (!axes.every((axis, index) => axis > 0 && axis === rank - axes.length + index))
    throw new Obstacle(`has axis ${configuration.axis}`);
  const epsilon = configuration.epsilon as number;
  const scale = optional('gamma', 'offset');
  const shift = optional('beta', 'offset');
  return (pass, input) => {
    const { ops } = pass;
    const normal = ops.standardize(input, axes, epsilon);
    const scaled = scale ? ops.multiply(normal, pass.read(scale)) : normal;
    return shift ? ops.add(scaled, pass.read(shift)) : scaled;
  };
};
