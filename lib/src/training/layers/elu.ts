import { activate } from './activation.js';
import { type LayerCompiler, Obstacle } from './layer.js';

/** `tf.layers.elu`: numbers below 0 bend towards -1 (Clevert et al. 2016); tfjs itself has no other `alpha` than 1. */
export const compileElu: LayerCompiler = ({ configuration }) => {
  if (configuration.alpha !== 1) throw new Obstacle(`has alpha ${configuration.alpha} instead of 1`);
  return { variables: [], forward: ({ ops }, input) => activate(ops, 'elu', input) };
};
