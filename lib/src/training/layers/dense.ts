import { activate, activationName } from './activation.js';
import type { LayerCompiler } from './layer.js';

/** `tf.layers.dense`: input · kernel + bias, then the activation; a softmax at the end is left to the loss. */
export const compileDense: LayerCompiler = ({ configuration, variable, isFirst, isLast }) => {
  const activation = activationName(configuration.activation, isLast);
  const kernel = variable('kernel', 'weight')!;
  const bias = variable('bias', 'offset');
  return {
    variables: bias ? [kernel, bias] : [kernel],
    forward(pass, input) {
      const { ops } = pass;
      const weights = pass.read(kernel);
      const product = ops.matMul(input, weights);
      const sum = bias ? ops.addBias(product, pass.read(bias)) : product;
      const activated = activate(ops, activation === 'softmax' ? 'linear' : activation, sum);
      return {
        output: activated.output,
        backward(gradient) {
          const sumGradient = activated.backward(gradient);
          pass.gradient(kernel, ops.matMul(input, sumGradient, { transposeA: true }));
          if (bias) pass.gradient(bias, ops.biasGradient(sumGradient));
          // Nobody wants the gradient of the images, and for the widest matrix it would be a fifth of all work.
          return isFirst ? sumGradient : ops.matMul(sumGradient, weights, { transposeB: true });
        },
      };
    },
  };
};
