import { numbers } from '../../options/value-kind.js';
import { defineAugmentation, uniformRows } from './augmentation.js';

/** Slants each image, as handwriting slants: rows move sideways by up to such a part of their height. */
export const shear = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0, to: 1 }),
    standard: 0,
    help: 'slant each image: move rows sideways by up to this part of their height',
  },
  warp(context, { x, y }, part) {
    const { ops } = context;
    return { x: ops.add(x, ops.multiply(y, ops.multiply(uniformRows(context), part))), y };
  },
});
