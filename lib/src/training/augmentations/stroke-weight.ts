import { numbers } from '../../options/value-kind.js';
import { defineAugmentation, uniformRows } from './augmentation.js';

/**
 * Makes strokes thicker or thinner by up to a chosen fraction of a pixel on either side (grey dilation and
 * erosion).
 */
export const strokeWeight = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0, to: 1 }),
    standard: 0,
    help: 'maximum change of the stroke width, in pixels per side',
  },
  change(context, pixels, most) {
    const { ops, batchSize, rows, columns } = context;
    const image = ops.reshape(pixels, [batchSize, rows, columns, 1]);
    const largest = (value: typeof image) =>
      ops.reshape(ops.maxPool(value, { size: [3, 3], strides: [1, 1], padding: 'SAME' }), [
        batchSize,
        rows * columns,
      ]);
    const thicker = ops.subtract(largest(image), pixels);
    const thinner = ops.add(largest(ops.negate(image)), pixels);
    const weight = ops.multiply(uniformRows(context), most);
    const more = ops.multiply(ops.maximum(weight, 0), thicker);
    const less = ops.multiply(ops.minimum(weight, 0), thinner);
    return ops.add(pixels, ops.add(more, less));
  },
});
