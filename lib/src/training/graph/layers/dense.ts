import { activate } from './activation.js';
import type { GraphLayer, Variable } from './layer.js';

/** `tf.layers.dense`: input · kernel + bias, then the activation. */
export function denseLayer(
  kernel: Variable,
  bias: Variable | undefined,
  activation: string,
  isFirst: boolean,
): GraphLayer {
  return {
    variables: bias ? [kernel, bias] : [kernel],
    forward(pass, input) {
      const { ops } = pass;
      const weights = pass.read(kernel);
      const product = ops.matMul(input, weights);
      const sum = bias ? ops.addBias(product, pass.read(bias)) : product;
      const activated = activate(ops, activation, sum);
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
}
