import { strongWrongColour } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { countOf, formatCount, formatProbability } from '../text/format.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid, type Tile } from './image-grid.js';
import { checkEvaluated, type Images, imageAt, type Predictions } from './pixels.js';
import { escapeText } from './text.js';

/** Options of {@link topLossesFigure}. */
export interface MistakesOptions {
  /** Maximum number of images. Defaults to 20. */
  readonly limit?: number;
  /** Order of the images. Defaults to `'surest'`: by the probability of the wrong class, highest first. */
  readonly order?: 'surest' | 'first';
}

/**
 * Mistakes with true class, predicted class and its probability: by default the most confident mistakes, or
 * the first in the dataset, which are more typical.
 *
 * @throws {RangeError} if the evaluation is not one of the dataset.
 *
 * @example
 * const figure = topLossesFigure(dataset.test, evaluation);
 */
export function topLossesFigure(
  dataset: Dataset,
  evaluation: Predictions,
  { limit = 20, order = 'surest' }: MistakesOptions = {},
): Figure {
  checkEvaluated(dataset, evaluation);
  const { labels, predictions, classNames } = evaluation;
  const wrong = Array.from(labels.keys()).filter((index) => labels[index] !== predictions[index]);
  const probability = (index: number) => predictedProbability(evaluation, index);
  if (order === 'surest') wrong.sort((left, right) => probability(right) - probability(left) || left - right);
  const shown = wrong.slice(0, limit);
  const tell = (index: number) =>
    `${classNames[labels[index]!]} predicted as ${classNames[predictions[index]!]} with ${formatProbability(probability(index))}`;
  const examples = shown.length === 0 ? '' : `, for example ${shown.slice(0, 3).map(tell).join('; ')}`;
  const title = order === 'surest' ? 'Most confident errors' : 'Errors';
  const tiles = shown.map((index) => predictionTile(dataset, evaluation, index));
  return {
    name: order === 'surest' ? 'surest-mistakes' : 'mistakes',
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
  const label = escapeText(evaluation.classNames[evaluation.labels[index]!]!);
  const prediction = escapeText(evaluation.classNames[evaluation.predictions[index]!]!);
  const probability = escapeText(formatProbability(predictedProbability(evaluation, index)));
  const wrong = evaluation.labels[index] !== evaluation.predictions[index];
  return {
    pixels: imageAt(images, index),
    caption: [label, wrong ? `→ ${prediction}` : `✓ ${prediction}`, probability],
    ...(wrong && { captionColour: strongWrongColour }),
    hover: `image ${formatCount(index)}<br>true class: ${label}<br>predicted: ${prediction}, ${probability}`,
  };
}

function predictedProbability(evaluation: Predictions, index: number): number {
  const { predictions, probabilities, classNames } = evaluation;
  return probabilities[index * classNames.length + predictions[index]!]!;
}
