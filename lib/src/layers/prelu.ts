import type { LayerDefinition } from './layer.js';

/** `tf.layers.prelu`: numbers below 0 are multiplied by a trained number, which axes may share (He et al. 2015). */
export const prelu: LayerDefinition = ({ variable }) => {
  const slope = variable('alpha', 'offset');
  return (pass, input) => {
    const { ops } = pass;
    return ops.select(ops.greater(input, 0), input, ops.multiply(input, pass.read(slope)));
  };
};
