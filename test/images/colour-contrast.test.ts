import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GreyImage } from '../../lib/src/images/grey-image.js';
import { greyByContrast as greyOf, shrinkColours } from '../../lib/src/images/ink/colour-contrast.js';

const greyByContrast = (picture: GreyImage, side: number) => greyOf(shrinkColours(picture, side));

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Grey images of all sizes, with the longest side after shrinking. */
const shrinking = fc
  .record({ rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 40 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      picture: fc
        .uint8Array({ minLength: rows * columns, maxLength: rows * columns })
        .map((pixels) => ({ pixels, rows, columns })),
      side: fc.integer({ min: 1, max: 40 }),
    }),
  );

test('greyByContrast() keeps the mean grey level of an image, and shrinks its longest side to the requested one if it is larger', () => {
  fc.assert(
    fc.property(shrinking, ({ picture, side }) => {
      const { values, rows, columns } = greyByContrast(picture, side);
      expect(values.length).toBe(rows * columns);
      expect(Math.max(rows, columns)).toBe(Math.min(side, Math.max(picture.rows, picture.columns)));
      expect(mean(values)).toBeCloseTo(mean(picture.pixels), 2);
    }),
    { seed: 1 },
  );
});

test.each([2, 3, 5])(
  'greyByContrast() averages blocks of pixels when it shrinks an image to 1/%i',
  (factor) => {
    const side = 4 * factor;
    const pixels = Uint8Array.from({ length: side * side }, (_, at) => (at * 37) % 256);
    const { values } = greyByContrast({ pixels, rows: side, columns: side }, 4);
    values.forEach((value, place) => {
      const [top, left] = [factor * Math.floor(place / 4), factor * (place % 4)];
      const block = Array.from(
        { length: factor * factor },
        (_, at) => pixels[(top + Math.floor(at / factor)) * side + left + (at % factor)]!,
      );
      expect(value).toBeCloseTo(mean(block), 3);
    });
  },
);

test('greyByContrast() gives the same result for equal red, green and blue as for grey levels', () => {
  fc.assert(
    fc.property(shrinking, ({ picture, side }) => {
      const colours = Uint8Array.from({ length: 3 * picture.pixels.length }, (_, at) =>
        Math.floor(picture.pixels[Math.floor(at / 3)]!),
      );
      const grey = greyByContrast(picture, side).values;
      const coloured = greyByContrast({ ...picture, colours }, side).values;
      coloured.forEach((value, at) => {
        expect(value).toBeCloseTo(grey[at]!, 2);
      });
    }),
    { seed: 1 },
  );
});

test('greyByContrast() gives red and green of the same lightness different grey levels', () => {
  const [red, green] = [
    [200, 60, 60],
    [60, 131, 60],
  ] as const;
  const columns = 12;
  const isRed = (at: number) => at % columns > 4 && at % columns < 8;
  const places = Array.from({ length: columns * columns }, (_, at) => at);
  const colours = Uint8Array.from(places.flatMap((at) => (isRed(at) ? red : green)));
  const pixels = Uint8Array.from(places, () => 102);
  const { values } = greyByContrast({ pixels, rows: columns, columns, colours }, columns);
  expect(Math.abs(values[6]! - values[0]!)).toBeGreaterThan(60);
});
