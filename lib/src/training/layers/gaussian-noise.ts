import { normalNumbers } from '../graph/builder/random-bits.js';
import type { LayerCompiler } from './layer.js';

/** `tf.layers.gaussianNoise`: in training, adds to each number another one from the normal distribution. */
export const compileGaussianNoise: LayerCompiler = ({ configuration }) => {
  const deviation = configuration.stddev as number;
  return {
    variables: [],
    forward(pass, input) {
      const { ops } = pass;
      if (!pass.training || deviation === 0) return { output: input, backward: (gradient) => gradient };
      const [first, second] = [0, 1].map(() => pass.randomBits(input.shape[0]!, input.shape[1]!));
      const noise = ops.multiply(normalNumbers(ops, first!, second!), deviation);
      return { output: ops.add(input, noise), backward: (gradient) => gradient };
    },
  };
};
