import { numbers } from '../../options/value-kind.js';
import { defineAugmentation, uniformRows } from './augmentation.js';

/**
 * Slants each image like handwriting: rows shift sideways by up to a chosen fraction of their distance from the
 * middle.
 */
export const shear = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0, to: 1 }),
    standard: 0,
    help: 'maximum shear, as a fraction of the image height',
  },
  warp(context, { x, y }, part) {
    const { ops } = context;
    return { x: ops.add(x, ops.multiply(y, ops.multiply(uniformRows(context), part))), y };
  },
});
