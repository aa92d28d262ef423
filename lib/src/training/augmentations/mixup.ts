import { numbers } from '../../options/value-kind.js';
import type { Random } from '../../random.js';
import { defineAugmentation } from './augmentation.js';

/** Mixes pairs of images and their targets with weights from Beta(mixup, mixup) (Zhang et al. 2018). */
export const mixup = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0 }),
    standard: 0,
    help: 'strength (alpha) of mixup, which blends two images; try 0.2 (Zhang et al. 2018)',
  },
  drawn: { type: 'float', none: 1, draw: (random, mixup) => beta(mixup, random) },
  mix: (ops, pixels, partners, part) => ({
    pixels: ops.add(partners, ops.multiply(ops.subtract(pixels, partners), part)),
    part,
  }),
});

/** A draw from Beta(a, a): one gamma draw divided by the sum of two. */
function beta(a: number, random: Random): number {
  const [first, second] = [gamma(a, random), gamma(a, random)];
  const sum = first + second;
  return sum > 0 ? first / sum : random.integer(2);
}

/** A draw from the gamma distribution (Marsaglia and Tsang 2000). */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
