import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { confusionMatrix, mostConfusedPairs } from '../evaluation/confusion-matrix.js';
import { countOf, formatCount, formatProbability, listOf } from '../text/format.js';
import type { Figure } from './figure.js';
import { imageGrid } from './image-grid.js';
import { checkEvaluated, type Predictions } from './pixels.js';
import { escapeText } from './text.js';

/** Options of {@link confusedPairsFigure}. */
export interface ConfusedPairsOptions {
  /** Maximum number of pairs, the most common first. Defaults to 5. */
  readonly limit?: number;
  /** Maximum number of images per pair. Defaults to 8. */
  readonly examples?: number;
}

/**
 * The classes most often confused with each other, with examples.
 *
 * @throws {RangeError} if the evaluation is for another dataset.
 *
 * @example
 * const figure = confusedPairsFigure(dataset.test, evaluation);
 */
export function confusedPairsFigure(
  dataset: Dataset,
  evaluation: Predictions,
  { limit = 5, examples = 8 }: ConfusedPairsOptions = {},
): Figure {
  checkEvaluated(dataset, evaluation);
  const { labels, predictions, probabilities, classNames } = evaluation;
  const pairs = mostConfusedPairs(confusionMatrix(labels, predictions, classNames.length), classNames, limit);
  const grid = imageGrid(
    pairs.map((pair) => {
      const isConfused = (index: number) =>
        labels[index] === pair.label && predictions[index] === pair.prediction;
      const confused = Array.from(labels.keys()).filter(isConfused);
      const [label, prediction] = [escapeText(pair.labelName), escapeText(pair.predictionName)];
      return {
        heading: `<b>${label}</b> predicted as <b>${prediction}</b>: ${countOf(pair.count, 'time')}`,
        tiles: confused.slice(0, examples).map((index) => {
          const probability = probabilities[index * classNames.length + pair.prediction]!;
          return {
            pixels: imageAt(dataset, index),
            hover:
              `image ${formatCount(index)}<br>true class: ${label}<br>` +
              `predicted: ${prediction}, ${escapeText(formatProbability(probability))}`,
          };
        }),
      };
    }),
    {
      title: 'Most confused pairs of classes',
      subtitle: 'number of errors, with examples',
      rows: dataset.rows,
      columns: dataset.columns,
      tileSize: 60,
    },
  );
  const told = pairs.map(
    ({ labelName, predictionName, count }) =>
      `${labelName} predicted as ${predictionName} (${countOf(count, 'time')})`,
  );
  return {
    name: 'confused-pairs',
    description: `Most confused pairs of classes, with examples: ${told.length === 0 ? 'none' : listOf(told)}.`,
    ...grid,
  };
}
