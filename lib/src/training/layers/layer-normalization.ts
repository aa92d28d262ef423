import type { Value } from '../graph/builder/graph.js';
import { type LayerCompiler, Obstacle } from './layer.js';

/** `tf.layers.layerNormalization`: gives the numbers of each image mean 0 and variance 1 (Ba et al. 2016). */
export const compileLayerNormalization: LayerCompiler = ({ configuration, variable }) => {
  const axes = [configuration.axis].flat();
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== 1)) throw new Obstacle(`has axis ${axes}`);
  const epsilon = configuration.epsilon as number;
  const scale = variable('gamma', 'offset');
  const shift = variable('beta', 'offset');
  return {
    variables: [scale, shift].filter((variable) => variable !== undefined),
    forward(pass, input) {
      const { ops } = pass;
      // The number of rows is not known where the graph predicts.
      const rowMean = (value: Value) => ops.reshape(ops.mean(value, [1]), [input.shape[0]!, 1]);
      const centred = ops.subtract(input, rowMean(input));
      const inverse = ops.inverseSquareRoot(ops.add(rowMean(ops.square(centred)), epsilon));
      const normal = ops.multiply(centred, inverse);
      const scaled = scale ? ops.multiply(normal, pass.read(scale)) : normal;
      return {
        output: shift ? ops.add(scaled, pass.read(shift)) : scaled,
        backward(gradient) {
          if (scale) pass.gradient(scale, ops.sum(ops.multiply(gradient, normal), [0]));
          if (shift) pass.gradient(shift, ops.sum(gradient, [0]));
          // Mean and variance depend on every number of the row, so each loses what they have in common.
          const inner = scale ? ops.multiply(gradient, pass.read(scale)) : gradient;
          const along = rowMean(ops.multiply(inner, normal));
          const common = ops.add(rowMean(inner), ops.multiply(normal, along));
          return ops.multiply(ops.subtract(inner, common), inverse);
        },
      };
    },
  };
};
