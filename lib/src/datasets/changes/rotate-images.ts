import { type ImageSize, pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { mapImages } from './map-images.js';

/**
 * Rotates every image about its centre, with bilinear sampling. Uncovered corners become black.
 *
 * @param degrees Counter-clockwise, or clockwise if negative.
 * @throws {RangeError} if the angle is not finite.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const tilted = rotateImages(test, 10);
 */
export function rotateImages(dataset: Dataset, degrees: number): Dataset {
  if (!Number.isFinite(degrees))
    throw new RangeError(`Rotating images: expected a finite number of degrees but found ${degrees}.`);
  const { positions, weights } = samplePoints(dataset, (degrees * Math.PI) / 180);
  return mapImages(dataset, (source, target) => {
    for (let pixel = 0; pixel < target.length; pixel++) {
      let value = 0;
      for (let corner = 4 * pixel; corner < 4 * pixel + 4; corner++) {
        value += weights[corner]! * source[positions[corner]!]!;
      }
      target[pixel] = value;
    }
  });
}

/** For each target pixel, the four source pixels around the point that it comes from, and their weights. */
function samplePoints(size: ImageSize, angle: number) {
  const { rows, columns } = size;
  const pixels = pixelCount(size);
  const positions = new Uint32Array(4 * pixels);
  const weights = new Float64Array(4 * pixels);
  const [middleRow, middleColumn] = [(rows - 1) / 2, (columns - 1) / 2];
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const right = (pixel % columns) - middleColumn;
    const down = Math.floor(pixel / columns) - middleRow;
    // Rows count downwards, so this rotates the target back clockwise.
    const sourceColumn = middleColumn + cosine * right - sine * down;
    const sourceRow = middleRow + sine * right + cosine * down;
    for (let corner = 0; corner < 4; corner++) {
      const row = Math.floor(sourceRow) + (corner >> 1);
      const column = Math.floor(sourceColumn) + (corner & 1);
      if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
      positions[4 * pixel + corner] = row * columns + column;
      weights[4 * pixel + corner] = (1 - Math.abs(sourceRow - row)) * (1 - Math.abs(sourceColumn - column));
    }
  }
  return { positions, weights };
}
