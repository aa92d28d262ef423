import { strongWrongColour } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { type Images, imageAt } from '../datasets/image-at.js';
import { countOf, formatCount, formatProbability } from '../text/format.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid, type Tile } from './image-grid.js';
import { checkEvaluated, type Predictions } from './pixels.js';
import { escapeText } from './text.js';

/** Options of {@link topLossesFigure}. */
export interface MistakesOptions {
  /** Maximum number of images. Defaults to 20. */
  readonly limit?: number;
  /** Order of the images. `'loss'` (the default): highest loss first. `'first'`: in the dataset's order. */
  readonly order?: 'loss' | 'first';
}

/**
 * Misclassified images with true class, predicted class and its probability: by default the images with the
 * highest loss. With `order: 'first'`, the first errors in the dataset are shown, which are more typical.
 *
 * @throws {RangeError} if the evaluation is for another dataset.
 *
 * @example
 * const figure = topLossesFigure(dataset.test, evaluation);
 */
export function topLossesFigure(
  dataset: Dataset,
  evaluation: Predictions,
  { limit = 20, order = 'loss' }: MistakesOptions = {},
): Figure {
  checkEvaluated(dataset, evaluation);
  const { labels, predictions, classNames } = evaluation;
  const wrong = Array.from(labels.keys()).filter((index) => labels[index] !== predictions[index]);
  const ofTrueClass = (index: number) => probabilityOf(evaluation, index, labels[index]!);
  if (order === 'loss') wrong.sort((left, right) => ofTrueClass(left) - ofTrueClass(right) || left - right);
  const shown = wrong.slice(0, limit);
  const tell = (index: number) =>
    `${classNames[labels[index]!]} predicted as ${classNames[predictions[index]!]} with ${formatProbability(probabilityOf(evaluation, index, predictions[index]!))}`;
  const examples = shown.length === 0 ? '' : `, for example ${shown.slice(0, 3).map(tell).join('; ')}`;
  const title = order === 'loss' ? 'Errors with the highest loss' : 'Errors';
  const tiles = shown.map((index) => predictionTile(dataset, evaluation, index));
  return {
    name: order === 'loss' ? 'top-losses' : 'mistakes',
    description:
      `${title}: ${shown.length} of ${countOf(wrong.length, 'error')} among ${countOf(labels.length, 'image')}, ` +
      `each with its true class, predicted class and probability${examples}.`,
    ...imageGrid(gridRows(tiles, 5), {
      title,
      subtitle: `${shown.length} of ${formatCount(wrong.length)}: true class → predicted class, probability`,
      rows: dataset.rows,
      columns: dataset.columns,
      tileSize: 92,
    }),
  };
}

function predictionTile(images: Images, evaluation: Predictions, index: number): Tile {
  const { labels, predictions, classNames } = evaluation;
  const label = escapeText(classNames[labels[index]!]!);
  const prediction = escapeText(classNames[predictions[index]!]!);
  const probability = escapeText(formatProbability(probabilityOf(evaluation, index, predictions[index]!)));
  const wrong = labels[index] !== predictions[index];
  return {
    pixels: imageAt(images, index),
    caption: [label, wrong ? `→ ${prediction}` : `✓ ${prediction}`, probability],
    ...(wrong && { captionColour: strongWrongColour }),
    hover: `image ${formatCount(index)}<br>true class: ${label}<br>predicted: ${prediction}, ${probability}`,
  };
}

function probabilityOf({ probabilities, classNames }: Predictions, index: number, label: number): number {
  return probabilities[index * classNames.length + label]!;
}
