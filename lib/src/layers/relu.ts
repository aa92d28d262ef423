import type { LayerDefinition } from './layer.js';

/** `tf.layers.reLU`: clips values to 0..`maxValue`. */
export const relu: LayerDefinition = ({ configuration }) => {
  const most = configuration.maxValue as number | null | undefined;
  return ({ ops }, input) => {
    if (most === 6) return ops.relu6(input);
    return most == null ? ops.relu(input) : ops.minimum(ops.relu(input), most);
  };
};
