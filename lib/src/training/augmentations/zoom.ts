import { numbers } from '../../options/value-kind.js';
import { defineAugmentation, uniformRows } from './augmentation.js';

/** Scales width and height of each image independently, by up to a chosen fraction. */
export const zoom = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    help: 'maximum change of the width and of the height; 0.1 is 10%',
  },
  warp(context, { x, y }, part) {
    const { ops } = context;
    const factor = () => ops.add(ops.multiply(uniformRows(context), part), 1);
    return { x: ops.multiply(x, factor()), y: ops.multiply(y, factor()) };
  },
});
