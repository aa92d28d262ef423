import { numbers } from '../../options/value-kind.js';
import { defineAugmentation, uniformRows } from './augmentation.js';

/** Makes each image wider or narrower and taller or shorter, by up to such a part, each by its own. */
export const zoom = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    help: 'maximum change of width and of height, as a fraction',
  },
  warp(context, { x, y }, part) {
    const { ops } = context;
    const factor = () => ops.add(ops.multiply(uniformRows(context), part), 1);
    return { x: ops.multiply(x, factor()), y: ops.multiply(y, factor()) };
  },
});
