import { sizeOf } from '../program/value.js';
import { activationNamed } from './activations.js';
import type { LayerDefinition } from './layer.js';

/** `tf.layers.dense`: input · kernel + bias along the last axis, then the activation. */
export const dense: LayerDefinition = ({ configuration, variable, optional }) => {
  const activate = activationNamed(configuration.activation);
  const kernel = variable('kernel', 'weight');
  const bias = optional('bias', 'offset');
  const [inputs, units] = kernel.shape as [number, number];
  return (pass, input) => {
    const { ops } = pass;
    // Merge all axes except the last one into rows.
    const [images, ...others] = input.shape.slice(0, -1) as [number, ...number[]];
    const rows = ops.reshape(input, [images < 0 ? -1 : images * sizeOf(others), inputs]);
    const product = ops.matMul(rows, pass.read(kernel));
    const sum = bias ? ops.addBias(product, pass.read(bias)) : product;
    return activate(ops, ops.reshape(sum, [images, ...others, units]));
  };
};
