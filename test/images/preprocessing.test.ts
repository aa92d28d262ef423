import { describe, expect, it } from 'vitest';
import { preprocess } from '../../lib/src/images/preprocessing.js';

/** An image with a red rectangle of this size in the middle of a blue background. */
function redInTheMiddle(rows: number, columns: number, middleRows: number, middleColumns: number) {
  const [top, left] = [(rows - middleRows) >> 1, (columns - middleColumns) >> 1];
  const pixels = new Uint8Array(rows * columns);
  const colours = new Uint8Array(3 * pixels.length);
  pixels.forEach((_, at) => {
    const [row, column] = [Math.floor(at / columns) - top, (at % columns) - left];
    const isRed = row >= 0 && row < middleRows && column >= 0 && column < middleColumns;
    pixels[at] = isRed ? 200 : 20;
    colours.set(isRed ? [255, 0, 0] : [0, 0, 255], 3 * at);
  });
  return { pixels, colours, rows, columns };
}

describe('the preprocessing crop', () => {
  it.each([
    [40, 100, 40, 40, { rows: 8, columns: 8 }],
    [101, 40, 40, 40, { rows: 8, columns: 8 }],
    [60, 60, 60, 60, { rows: 224, columns: 224 }],
    [50, 90, 50, 75, { rows: 4, columns: 6 }],
    [5, 9, 5, 5, { rows: 5, columns: 5 }],
  ])(
    'of an image of %d × %d pixels uses the central %d × %d pixels',
    (rows, columns, middleRows, middleColumns, size) => {
      const image = redInTheMiddle(rows, columns, middleRows, middleColumns);
      const [grey] = preprocess(image, 'crop', size).inputs;
      expect([...new Set(grey!.pixels)]).toEqual([200]);
      expect(grey!.pixels).toHaveLength(size.rows * size.columns);
      const box = { top: (rows - middleRows) >> 1, left: (columns - middleColumns) >> 1 };
      expect(grey!.box).toEqual({ ...box, rows: middleRows, columns: middleColumns });
      const coloured = preprocess(image, 'crop', { ...size, channels: 3 }).inputs[0]!.pixels;
      expect(coloured).toEqual(
        Uint8Array.from({ length: 3 * size.rows * size.columns }, (_, at) => (at % 3 === 0 ? 255 : 0)),
      );
    },
  );
});

it.each([
  ['crop', { top: 0, left: 300, rows: 400, columns: 400 }],
  ['resize', { top: 0, left: 0, rows: 400, columns: 1000 }],
] as const)(
  'the preprocessing %s reports the used part in pixels of the original file, even if it was shrunk',
  (preprocessing, box) => {
    const image = {
      ...redInTheMiddle(40, 100, 40, 40),
      shrunkBy: 10,
      fileSize: { rows: 400, columns: 1000 },
    };
    expect(preprocess(image, preprocessing, { rows: 8, columns: 8 }).inputs[0]!.box).toEqual(box);
  },
);

it.each(['mnist', 'fashion-mnist'] as const)(
  'the preprocessing %s rejects a network whose input is in colour',
  (preprocessing) => {
    const colours = { rows: 8, columns: 8, channels: 3 } as const;
    expect(() => preprocess(redInTheMiddle(9, 9, 3, 3), preprocessing, colours)).toThrow(
      `expected resize or crop for a network that takes colours but found ${preprocessing}`,
    );
  },
);
