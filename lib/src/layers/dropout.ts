import type { LayerDefinition, LayerSource } from './layer.js';

/**
 * `tf.layers.dropout`: in training, sets each number to 0 with probability `rate` and scales the others up, so that
 * the expected sum stays the same (Srivastava et al. 2014). Where `noiseShape` has a 1, an axis shares what is drawn:
 * with `[null, 1, 1, null]`, whole channels of an image are dropped (Tompson et al. 2015).
 */
export const dropout: LayerDefinition = ({ configuration }) => {
  const noiseShape = configuration.noiseShape as readonly (number | null)[] | null | undefined;
  return dropoutOf(configuration, (shape) => shape.map((size, axis) => noiseShape?.[axis] ?? size));
};

/** `tf.layers.spatialDropout1d`: the same for whole channels of N × places × channels. */
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
