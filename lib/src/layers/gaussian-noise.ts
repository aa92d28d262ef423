import { normalNumbers } from '../program/random-numbers.js';
import type { LayerDefinition } from './layer.js';

/** `tf.layers.gaussianNoise`: in training, adds Gaussian noise to each value. */
export const gaussianNoise: LayerDefinition = ({ configuration }) => {
  const deviation = configuration.stddev as number;
  return (pass, input) => {
    if (!pass.training || deviation === 0) return input;
    const { ops } = pass;
    const [first, second] = [0, 1].map(() => pass.randomBits(input.shape));
    return ops.add(input, ops.multiply(normalNumbers(ops, first!, second!), deviation));
  };
};
