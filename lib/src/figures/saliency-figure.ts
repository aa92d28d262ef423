import { colourWords } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import type { Saliency } from '../evaluation/saliency.js';
import { pixelCount } from '../images/image-size.js';
import { countOf } from '../text/format.js';
import { divergingPalette, signedPixels, sizeQuantile } from './colours.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid } from './image-grid.js';
import { escapeText } from './text.js';

/**
 * Each image next to its saliency map: the evidence of each pixel for the predicted class and, in another
 * colour, for the second most probable class. Each map has its own scale.
 *
 * @throws {RangeError} if the numbers of maps and images differ.
 *
 * @example
 * const images = subset(dataset.test, [0, 1, 2]);
 * const figure = saliencyFigure(images, saliency(model, images));
 */
export function saliencyFigure(dataset: Dataset, maps: Saliency): Figure {
  const { rows, columns, classNames, count } = dataset;
  const size = pixelCount(dataset);
  if (maps.values.length !== count * size) {
    throw new RangeError(
      `Drawing saliency over ${countOf(count, 'image')}: expected ${size} values for each but found ${maps.values.length} in all.`,
    );
  }
  const tiles = Array.from({ length: count }, (_, index) => {
    const values = maps.values.subarray(index * size, (index + 1) * size);
    const names = [dataset.labels[index]!, maps.predictions[index]!, maps.rivals[index]!].map((classIndex) =>
      escapeText(classNames[classIndex]!),
    );
    const [label, prediction, rival] = names;
    const hover = `true class: ${label}<br>${positive} supports ${prediction},<br>${negative} supports ${rival}`;
    return [
      { pixels: greyOnDiverging(imageAt(dataset, index)), caption: [label!], hover },
      {
        pixels: signedPixels(values, sizeQuantile(values, 0.995)).map((value) => value & 254),
        caption: [`why ${prediction}`, `not ${rival}`],
        hover,
      },
    ];
  }).flat();
  const told = Array.from({ length: count }, (_, index) => {
    const name = (classIndex: number) => classNames[classIndex]!;
    return `${name(dataset.labels[index]!)} predicted as ${name(maps.predictions[index]!)} rather than ${name(maps.rivals[index]!)}`;
  });
  return {
    name: 'saliency',
    description:
      `Saliency maps (gradient × input) of ${countOf(count, 'image')}: pixels that support the predicted class in ${positive}, ` +
      `those that support the second in ${negative}. ${told.join('; ')}.`,
    ...imageGrid(gridRows(tiles, 4), {
      title: 'Saliency maps (gradient × input)',
      subtitle: `${positive} supports the prediction, ${negative} the second class`,
      rows,
      columns,
      palette,
      tileSize: 92,
    }),
  };
}

const { positive, negative } = colourWords;

// One palette serves images and maps: odd indices are grey, even ones diverging, each with half the steps.
const palette = divergingPalette.map((colour, at) => (at % 2 === 1 ? ([at, at, at] as const) : colour));

function greyOnDiverging(pixels: Uint8Array): Uint8Array {
  return pixels.map((value) => Math.min(253, value | 1));
}
