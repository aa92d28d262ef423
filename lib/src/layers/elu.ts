import { type LayerDefinition, Obstacle } from './layer.js';

/** `tf.layers.elu`: numbers below 0 bend towards -1 (Clevert et al. 2016); tfjs itself has no other `alpha` than 1. */
export const elu: LayerDefinition = ({ configuration }) => {
  if (configuration.alpha !== 1) throw new Obstacle(`has alpha ${configuration.alpha} instead of 1`);
  return ({ ops }, input) => ops.elu(input);
};
