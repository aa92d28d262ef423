import { normalNumbers } from '../program/random-numbers.js';
import type { LayerDefinition } from './layer.js';

/**
 * `tf.layers.gaussianDropout`: in training, multiplies each value by Gaussian noise with mean 1 (Srivastava
 * et al. 2014).
 */
export const gaussianDropout: LayerDefinition = ({ configuration }) => {
  const rate = configuration.rate as number;
  return (pass, input) => {
    if (!pass.training || rate <= 0 || rate >= 1) return input;
    const { ops } = pass;
    const [first, second] = [0, 1].map(() => pass.randomBits(input.shape));
    const noise = ops.multiply(normalNumbers(ops, first!, second!), Math.sqrt(rate / (1 - rate)));
    return ops.multiply(input, ops.add(noise, 1));
  };
};
