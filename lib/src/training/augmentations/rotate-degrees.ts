import { numbers } from '../../options/value-kind.js';
import { defineAugmentation, uniformRows } from './augmentation.js';

/** Rotates each image about its centre by a random angle up to a limit. */
export const rotateDegrees = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0, to: 180 }),
    standard: 0,
    help: 'maximum rotation in degrees, in either direction',
  },
  warp(context, { x, y }, degrees) {
    const { ops } = context;
    const angle = ops.multiply(uniformRows(context), (degrees * Math.PI) / 180);
    const [sine, cosine] = [ops.sin(angle), ops.cos(angle)];
    return {
      x: ops.add(ops.multiply(cosine, x), ops.multiply(sine, y)),
      y: ops.subtract(ops.multiply(cosine, y), ops.multiply(sine, x)),
    };
  },
});
