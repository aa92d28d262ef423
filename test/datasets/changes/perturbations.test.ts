import {
  addNoise,
  type Dataset,
  dilateImages,
  erodeImages,
  flipImages,
  rotateImages,
  shiftImages,
} from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { smallDataset } from '../../small-dataset.js';

/** Images given as rows of grey levels. */
function images(...pictures: number[][][]): Dataset {
  const [rows, columns] = [pictures[0]!.length, pictures[0]![0]!.length];
  return {
    images: Uint8Array.from(pictures.flat(2)),
    labels: new Uint8Array(pictures.length),
    count: pictures.length,
    rows,
    columns,
    classNames: ['a'],
  };
}

function rowsOf({ images, count, rows, columns }: Dataset): number[][][] {
  const row = (index: number) => [...images.subarray(index * columns, (index + 1) * columns)];
  return Array.from({ length: count }, (_, i) => Array.from({ length: rows }, (_, r) => row(i * rows + r)));
}

const picture = [
  [1, 2, 3],
  [4, 5, 6],
];

test('shiftImages() moves every image and fills the exposed pixels with black', () => {
  const two = images(picture, [
    [7, 8, 9],
    [0, 1, 2],
  ]);
  expect(rowsOf(shiftImages(two, { right: 1 }))).toEqual([
    [
      [0, 1, 2],
      [0, 4, 5],
    ],
    [
      [0, 7, 8],
      [0, 0, 1],
    ],
  ]);
  expect(rowsOf(shiftImages(images(picture), { right: -2, down: -1 }))).toEqual([
    [
      [6, 0, 0],
      [0, 0, 0],
    ],
  ]);
  expect([...shiftImages(two, { down: 5 }).images]).toEqual(Array(12).fill(0));
  expect(() => shiftImages(two, { right: 0.5 })).toThrow(
    'expected whole numbers of pixels but found 0.5 to the right and 0 down',
  );
});

test('flipImages() mirrors an image left to right', () => {
  expect(rowsOf(flipImages(images(picture)))).toEqual([
    [
      [3, 2, 1],
      [6, 5, 4],
    ],
  ]);
});

test('rotateImages() rotates an image counter-clockwise about its centre', () => {
  const square = images([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);
  expect(rowsOf(rotateImages(square, 90))).toEqual([
    [
      [3, 6, 9],
      [2, 5, 8],
      [1, 4, 7],
    ],
  ]);
  expect(rotateImages(square, 0).images).toEqual(square.images);
  expect(() => rotateImages(square, Number.NaN)).toThrow('a finite number of degrees but found NaN');
});

test('rotateImages() interpolates between pixels', () => {
  const cross = images([
    [0, 0, 0],
    [0, 200, 200],
    [0, 0, 0],
  ]);
  const [turned] = rowsOf(rotateImages(cross, 45));
  // The upper right corner is √2 from the centre, beyond the end of the arm, and gets 2 - √2 of its brightness.
  expect(turned![1]![1]).toBe(200);
  expect(turned![0]![2]).toBe(Math.round(200 * (2 - Math.SQRT2)));
  expect(turned![2]![2]).toBe(0);
});

test('addNoise() adds noise of the requested strength, and the same noise for the same seed', () => {
  const grey = images(Array.from({ length: 100 }, () => Array(100).fill(128)));
  const noisy = addNoise(grey, { standardDeviation: 20, seed: 1 });
  const deviations = Array.from(noisy.images, (pixel) => (pixel - 128) ** 2);
  const measured = Math.sqrt(deviations.reduce((sum, square) => sum + square, 0) / 10_000);
  expect(Math.abs(measured - 20)).toBeLessThan(0.5);
  expect(addNoise(grey, { standardDeviation: 20, seed: 1 }).images).toEqual(noisy.images);
  expect(addNoise(grey, { standardDeviation: 20, seed: 2 }).images).not.toEqual(noisy.images);
  expect(() => addNoise(grey, { standardDeviation: -1, seed: 1 })).toThrow(
    'to be a number of at least 0 but found -1',
  );
});

test('addNoise() clamps pixels to 0..255 instead of wrapping around', () => {
  const edges = images([Array(500).fill(0), Array(500).fill(255)]);
  const { images: pixels } = addNoise(edges, { standardDeviation: 10, seed: 1 });
  expect(Math.max(...pixels.subarray(0, 500))).toBeLessThan(100);
  expect(Math.min(...pixels.subarray(500))).toBeGreaterThan(155);
});

describe('perturbations of the stroke thickness:', () => {
  const stroke = images([
    [0, 0, 0, 0, 0],
    [0, 9, 9, 9, 0],
    [0, 9, 9, 9, 0],
    [0, 9, 9, 9, 0],
    [0, 0, 0, 0, 0],
  ]);

  test('dilateImages() adds a pixel on each side of a stroke', () => {
    expect(rowsOf(dilateImages(stroke))).toEqual([
      [
        [0, 9, 9, 9, 0],
        [9, 9, 9, 9, 9],
        [9, 9, 9, 9, 9],
        [9, 9, 9, 9, 9],
        [0, 9, 9, 9, 0],
      ],
    ]);
  });

  test('erodeImages() removes a pixel on each side of a stroke', () => {
    expect(rowsOf(erodeImages(stroke))).toEqual([
      [
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 9, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
      ],
    ]);
  });

  test('dilating a stroke at the edge of an image changes neither the next row nor the next image', () => {
    const pair = images(
      [
        [0, 0, 9],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    );
    expect(rowsOf(dilateImages(pair))).toEqual([
      [
        [0, 9, 9],
        [0, 0, 9],
        [0, 0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
    ]);
  });
});

test('perturbations leave the labels and the original dataset unchanged', () => {
  const dataset = smallDataset();
  const before = dataset.images.slice();
  for (const changed of [
    shiftImages(dataset, { right: 1 }),
    rotateImages(dataset, 10),
    flipImages(dataset),
    addNoise(dataset, { standardDeviation: 9, seed: 1 }),
    dilateImages(dataset),
    erodeImages(dataset),
  ]) {
    expect(changed.images).not.toEqual(before);
    expect(changed.labels).toEqual(dataset.labels);
    expect(changed.count).toBe(dataset.count);
  }
  expect(dataset.images).toEqual(before);
});
