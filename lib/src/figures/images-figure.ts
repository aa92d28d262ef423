import { type Images, imageAt } from '../datasets/image-at.js';
import { pixelCount } from '../images/image-size.js';
import { countOf } from '../text/format.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid } from './image-grid.js';
import { escapeText } from './text.js';

/** Options of {@link imagesFigure}. */
export interface ImagesOptions {
  /** Title of the figure. Defaults to `'Images'`. */
  readonly title?: string;
  /** One caption per image. Line breaks are kept. */
  readonly captions?: readonly string[];
  /** Images per row. Defaults to 5. */
  readonly across?: number;
  /** Name of the figure, unique in its notebook. Defaults to `'images'`. */
  readonly name?: string;
}

/**
 * Images in a grid, with captions if given.
 *
 * @throws {RangeError} if captions are given, but not one per image.
 *
 * @example
 * const figure = imagesFigure(subset(dataset.test, [0, 1, 2]));
 */
export function imagesFigure(images: Images, options: ImagesOptions = {}): Figure {
  const { title = 'Images', captions, across = 5, name = 'images' } = options;
  const { rows, columns } = images;
  const count = images.images.length / pixelCount(images);
  if (captions !== undefined && captions.length !== count) {
    throw new RangeError(
      `Drawing ${countOf(count, 'image')}: expected a caption for each but found ${countOf(captions.length, 'caption')}.`,
    );
  }
  const tiles = Array.from({ length: count }, (_, index) => {
    const lines = captions?.[index]?.split('\n').map(escapeText);
    return {
      pixels: imageAt(images, index),
      caption: lines,
      hover: [`image ${index}`, ...(lines ?? [])].join('<br>'),
    };
  });
  const said =
    captions === undefined
      ? ''
      : ` Captions: ${captions.map((text) => text.replace(/\s+/g, ' ')).join('; ')}.`;
  return {
    name,
    description: `${title}: ${countOf(count, 'image')} of ${rows} × ${columns} pixels.${said}`,
    ...imageGrid(gridRows(tiles, across), { title: escapeText(title), rows, columns, tileSize: 80 }),
  };
}
