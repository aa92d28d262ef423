import type { Dataset } from '../datasets/dataset.js';
import { countOf, formatCount } from '../text/count-of.js';
import { formatProbability } from '../text/format-percent.js';
import { listOf } from '../text/list-of.js';
import type { Figure } from './figure.js';
import { imageGrid } from './image-grid.js';
import type { Predictions } from './mistakes-figure.js';
import { checkEvaluated, imageAt } from './pixels.js';
import { escapeText } from './text.js';

/** How much is drawn. */
export interface ConfusedPairsOptions {
  /** Most pairs, the commonest first. Defaults to 5. */
  readonly limit?: number;
  /** Most images of each pair. Defaults to 8. */
  readonly examples?: number;
}

/**
 * The classes most often taken for one another, each with examples.
 *
 * @throws {RangeError} If the evaluation is not one of the dataset.
 *
 * @example
 * ```ts
 * const figure = confusedPairsFigure(dataset.test, evaluation);
 * ```
 */
export function confusedPairsFigure(
  dataset: Dataset,
  evaluation: Predictions,
  { limit = 5, examples = 8 }: ConfusedPairsOptions = {},
): Figure {
  checkEvaluated(dataset, evaluation);
  const { classNames } = evaluation;
  const shown = confusions(evaluation).slice(0, limit);
  const names = ({ label, prediction }: Confusion) => [classNames[label]!, classNames[prediction]!] as const;
  const grid = imageGrid(
    shown.map((confusion) => {
      const [label, prediction] = names(confusion).map(escapeText);
      return {
        heading: `<b>${label}</b> taken for <b>${prediction}</b>: ${countOf(confusion.indices.length, 'time')}`,
        tiles: confusion.indices.slice(0, examples).map((index) => {
          const probability = evaluation.probabilities[index * classNames.length + confusion.prediction]!;
          return {
            pixels: imageAt(dataset, index),
            hover:
              `image ${formatCount(index)}<br>true class: ${label}<br>` +
              `predicted: ${prediction}, ${formatProbability(probability).replace(/[<>]/, escapeText)}`,
          };
        }),
      };
    }),
    {
      title: 'Most confused pairs of classes',
      subtitle: 'how often, and the first examples',
      rows: dataset.rows,
      columns: dataset.columns,
      tileSize: 60,
    },
  );
  const told = shown.map((confusion) => {
    const [label, prediction] = names(confusion);
    return `${label} taken for ${prediction} (${countOf(confusion.indices.length, 'time')})`;
  });
  return {
    name: 'confused-pairs',
    description: `Most confused pairs of classes with examples: ${told.length === 0 ? 'none' : listOf(told)}.`,
    ...grid,
  };
}

interface Confusion {
  readonly label: number;
  readonly prediction: number;
  readonly indices: number[];
}

/** The images of each confusion, the commonest first; equally common ones by class index. */
function confusions({ labels, predictions, classNames }: Predictions): Confusion[] {
  const byPair = new Map<number, Confusion>();
  labels.forEach((label, index) => {
    const prediction = predictions[index]!;
    if (label === prediction) return;
    const key = label * classNames.length + prediction;
    const confusion = byPair.get(key) ?? { label, prediction, indices: [] };
    confusion.indices.push(index);
    byPair.set(key, confusion);
  });
  return [...byPair.entries()]
    .sort(
      ([leftKey, left], [rightKey, right]) =>
        right.indices.length - left.indices.length || leftKey - rightKey,
    )
    .map(([, confusion]) => confusion);
}
