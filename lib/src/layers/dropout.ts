import type { LayerDefinition, LayerSource } from './layer.js';

/**
 * `tf.layers.dropout`: in training, sets each value to 0 with probability `rate` and scales the others so
 * that the expected sum stays the same (Srivastava et al. 2014). Along axes where `noiseShape` is 1, values
 * are dropped together: `[null, 1, 1, null]` drops whole channels of an image (Tompson et al. 2015).
 */
export const dropout: LayerDefinition = ({ configuration }) => {
  const noiseShape = configuration.noiseShape as readonly (number | null)[] | null | undefined;
  return dropoutOf(configuration, (shape) => shape.map((size, axis) => noiseShape?.[axis] ?? size));
};

/** `tf.layers.spatialDropout1d`: dropout of whole channels of N × places × channels. */
export const spatialDropout1d: LayerDefinition = ({ configuration }) =>
  dropoutOf(configuration, ([count, , channels]) => [count!, 1, channels!]);

function dropoutOf(
  configuration: LayerSource['configuration'],
  drawn: (shape: readonly number[]) => readonly number[],
): ReturnType<LayerDefinition> {
  const rate = configuration.rate as number;
  return (pass, input) => {
    if (!pass.training || rate === 0) return input;
    const { ops } = pass;
    const kept = ops.less(pass.randomBits(drawn(input.shape)), Math.round((1 - rate) * 2 ** 32));
    return ops.multiply(input, ops.select(kept, 1 / (1 - rate), 0));
  };
}
