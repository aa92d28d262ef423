import { createRandom } from 'mnist-lab';
import { expect, test } from 'vitest';
import { fillStrokes } from '../../lib/src/images/ink/extremes.js';

const random = createRandom(3);
const [rows, columns] = [23, 31];
const values = Float32Array.from({ length: rows * columns }, () => 255 * random.next());

/** The extreme of the square around each pixel, pixel by pixel, within the image. */
function extremes(source: Float32Array, extreme: (...values: number[]) => number, radius: number) {
  return source.map((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const around: number[] = [];
    for (let down = Math.max(0, row - radius); down <= Math.min(rows - 1, row + radius); down++)
      for (let aside = Math.max(0, column - radius); aside <= Math.min(columns - 1, column + radius); aside++)
        around.push(source[down * columns + aside]!);
    return extreme(...around);
  });
}

test.each(['dark', 'light'] as const)('fillStrokes() fills %s strokes narrower than the window', (ink) => {
  const [first, second] = ink === 'dark' ? [Math.max, Math.min] : [Math.min, Math.max];
  for (const side of [3, 4, 5, 9]) {
    const radius = side >> 1;
    const expected = extremes(extremes(values, first, radius), second, radius);
    const filled = fillStrokes({ values, rows, columns }, ink, side).values;
    // The frame of paper around the image changes the pixels near its edge.
    const isInner = (at: number) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return Math.min(row, column, rows - 1 - row, columns - 1 - column) >= 2 * radius;
    };
    const inner = (image: Float32Array) => image.filter((_, at) => isInner(at));
    expect(inner(expected).length).toBeGreaterThan(50);
    expect(inner(filled)).toEqual(inner(expected));
    expect(filled.every((value, at) => (ink === 'dark' ? value >= values[at]! : value <= values[at]!))).toBe(
      true,
    );
  }
});
