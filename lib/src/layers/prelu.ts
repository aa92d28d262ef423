import type { LayerDefinition } from './layer.js';

/**
 * `tf.layers.prelu`: negative values are multiplied by a trained factor, which axes may share (He et al.
 * 2015).
 */
export const prelu: LayerDefinition = ({ variable }) => {
  const slope = variable('alpha', 'offset');
  return (pass, input) => {
    const { ops } = pass;
    return ops.select(ops.greater(input, 0), input, ops.multiply(input, pass.read(slope)));
  };
};
