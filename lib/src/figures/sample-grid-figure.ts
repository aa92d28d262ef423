import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { indicesByClass } from '../datasets/statistics/class-counts.js';
import { countOf, formatCount } from '../text/format.js';
import type { Figure } from './figure.js';
import { imageGrid } from './image-grid.js';
import { escapeText } from './text.js';

/** Options of {@link sampleGridFigure}. */
export interface SampleGridOptions {
  /** Images per class. Defaults to 10. */
  readonly perClass?: number;
}

/**
 * The first images of each class, one labelled row per class.
 *
 * @example
 * const figure = sampleGridFigure(dataset.train);
 */
export function sampleGridFigure(dataset: Dataset, { perClass = 10 }: SampleGridOptions = {}): Figure {
  const { rows, columns, classNames } = dataset;
  const chosen = indicesByClass(dataset).map((indices) => indices.slice(0, perClass));
  const grid = imageGrid(
    classNames.map((name, classIndex) => ({
      label: escapeText(name),
      tiles: chosen[classIndex]!.map((index) => ({
        pixels: imageAt(dataset, index),
        hover: `${escapeText(name)}<br>image ${formatCount(index)}`,
      })),
    })),
    {
      title: 'Sample images of each class',
      subtitle: `${countOf(dataset.count, 'image')} of ${rows} × ${columns} pixels`,
      rows,
      columns,
      tileSize: classNames.length > 20 ? 36 : 48,
    },
  );
  return {
    name: 'sample-grid',
    description:
      `A row of up to ${perClass} sample images for each of ${countOf(classNames.length, 'class', 'classes')}: ` +
      `${classNames.join(', ')}. Images have ${rows} × ${columns} pixels.`,
    ...grid,
  };
}
