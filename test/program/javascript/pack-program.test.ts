import { createRandom } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { toFixedPoint } from '../../../lib/src/program/javascript/pack-program.js';

describe('toFixedPoint()', () => {
  it.each([
    [8, 127],
    [16, 32767],
  ] as const)(
    'with %d bits has an error of at most half a quantization step, which is chosen per unit',
    (bits, largestNumber) => {
      const random = createRandom(4);
      const sizes = [1, 1e-3, 50];
      const weights = Float32Array.from({ length: 600 }, (_, index) => random.normal() * sizes[index % 3]!);
      const { numbers, steps } = toFixedPoint(weights, 3, bits);
      for (let unit = 0; unit < 3; unit++) {
        const largest = Math.max(...weights.filter((_, index) => index % 3 === unit).map(Math.abs));
        expect((steps[unit]! * largestNumber) / largest).toBeCloseTo(1, 6);
      }
      weights.forEach((weight, index) => {
        const step = steps[index % 3]!;
        expect(Math.abs(numbers[index]! * step - weight)).toBeLessThanOrEqual(step * 0.501);
      });
    },
  );

  it('preserves the signs of weights, and units whose weights are all 0', () => {
    const { numbers, steps } = toFixedPoint(Float32Array.of(2, 0, -2, 0, 1, 0), 2, 16);
    expect([...numbers]).toEqual([32767, 0, -32767, 0, 16384, 0]);
    expect(steps[1]).toBe(0);
  });
});
