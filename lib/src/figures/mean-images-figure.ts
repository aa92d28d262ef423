import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { classCounts } from '../datasets/statistics/class-counts.js';
import { meanImages } from '../datasets/statistics/mean-images.js';
import { countOf, formatCount } from '../text/format.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid } from './image-grid.js';
import { escapeText } from './text.js';

/**
 * The mean image of each class: sharp where its images agree, blurred where they differ.
 *
 * @example
 * const figure = meanImagesFigure(dataset.train);
 */
export function meanImagesFigure(dataset: Dataset): Figure {
  const { rows, columns, classNames } = dataset;
  const means = { rows, columns, images: Uint8Array.from(meanImages(dataset), Math.round) };
  const counts = classCounts(dataset);
  const tiles = classNames.map((className, classIndex) => {
    const name = escapeText(className);
    return {
      pixels: imageAt(means, classIndex),
      caption: [name],
      hover: `${name}<br>mean of ${countOf(counts[classIndex]!, 'image')}`,
    };
  });
  return {
    name: 'mean-images',
    description:
      `The mean image of each of ${countOf(classNames.length, 'class', 'classes')}, computed from ` +
      `${countOf(dataset.count, 'image')}: ${classNames.join(', ')}.`,
    ...imageGrid(gridRows(tiles, classNames.length > 20 ? 10 : 5), {
      title: 'Mean image of each class',
      subtitle: `computed from ${formatCount(dataset.count)} images`,
      rows,
      columns,
      tileSize: classNames.length > 20 ? 52 : 88,
    }),
  };
}
