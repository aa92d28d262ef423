import type { Dataset } from '../dataset.js';
import { mapImages } from './map-images.js';

/**
 * Thickens light strokes on black by about a pixel on each side: grey dilation with a cross.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const thicker = dilateImages(test);
 */
export function dilateImages(dataset: Dataset): Dataset {
  return extremeOfNeighbours(dataset, Math.max);
}

/**
 * Thins light strokes on black by about a pixel on each side: grey erosion with a cross.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const thinner = erodeImages(test);
 */
export function erodeImages(dataset: Dataset): Dataset {
  return extremeOfNeighbours(dataset, Math.min);
}

function extremeOfNeighbours(dataset: Dataset, extreme: (left: number, right: number) => number): Dataset {
  const { columns } = dataset;
  return mapImages(dataset, (source, target) => {
    for (let pixel = 0; pixel < source.length; pixel++) {
      let value = source[pixel]!;
      const column = pixel % columns;
      if (column > 0) value = extreme(value, source[pixel - 1]!);
      if (column < columns - 1) value = extreme(value, source[pixel + 1]!);
      if (pixel >= columns) value = extreme(value, source[pixel - columns]!);
      if (pixel + columns < source.length) value = extreme(value, source[pixel + columns]!);
      target[pixel] = value;
    }
  });
}
