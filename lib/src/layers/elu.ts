import { type LayerDefinition, Obstacle } from './layer.js';

/**
 * `tf.layers.elu`: negative values approach -1 exponentially (Clevert et al. 2016). It only supports an
 * `alpha` of 1.
 */
export const elu: LayerDefinition = ({ configuration }) => {
  if (configuration.alpha !== 1) throw new Obstacle(`has alpha ${configuration.alpha} instead of 1`);
  return ({ ops }, input) => ops.elu(input);
};
