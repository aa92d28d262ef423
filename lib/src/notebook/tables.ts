/**
 * Results as danfojs data frames: numbers stay numbers, rounded to what is worth reading, so that a table can be
 * sorted, filtered and shown.
 */

import type { Sequential } from '@tensorflow/tfjs-node';
import type { DataFrame } from 'danfojs-node';
import type { LoadedDataset } from '../datasets/dataset.js';
import type { AblationResult } from '../evaluation/ablation.js';
import type { ClassificationReport } from '../evaluation/classification-report.js';
import type { AccuracyEntry } from '../evaluation/compare-accuracy.js';
import type { ConfusedPair } from '../evaluation/most-confused-pairs.js';
import type { RobustnessResult } from '../evaluation/robustness.js';
import { summarizeDataset } from '../evaluation/summarize-dataset.js';
import type { Interval } from '../evaluation/wilson-interval.js';
import '../tensorflow.js';
import type { History } from '../training/history.js';

/** A table's cells by column. `null` where there is no value. */
type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

/**
 * Both parts of a dataset in numbers: images, their size, classes, mean and spread of the pixels.
 *
 * @example
 * ```ts
 * const table = datasetSummaryTable(dataset);
 * ```
 */
export function datasetSummaryTable(dataset: Pick<LoadedDataset, 'train' | 'test'>): DataFrame {
  const parts = summarizeDataset(dataset);
  return table({
    part: parts.map(({ part }) => (part === 'train' ? 'training' : 'testing')),
    images: parts.map(({ images }) => images),
    pixels: parts.map(({ rows, columns }) => `${rows} × ${columns}`),
    classes: parts.map(({ classes }) => classes),
    'smallest class': parts.map(({ smallestClass }) => smallestClass),
    'largest class': parts.map(({ largestClass }) => largestClass),
    'pixel mean': parts.map(({ pixelMean }) => round(pixelMean, 4)),
    'pixel deviation': parts.map(({ pixelStandardDeviation }) => round(pixelStandardDeviation, 4)),
  });
}

/**
 * The layers of a model from input to output: what comes out of each and how many numbers it learns.
 *
 * @example
 * ```ts
 * const table = modelSummaryTable(model);
 * ```
 */
export function modelSummaryTable(model: Sequential): DataFrame {
  const { layers } = model;
  return table({
    layer: [...layers.map((layer) => layer.name), 'all'],
    kind: [...layers.map((layer) => layer.getClassName()), ''],
    activation: [...layers.map((layer) => String(layer.getConfig().activation ?? '')), ''],
    'output numbers': [...layers.map((layer) => outputSize(layer.outputShape)), null],
    parameters: [...layers.map((layer) => layer.countParams()), model.countParams()],
  });
}

/**
 * What each epoch of a training came to, the best one marked; no column stands empty.
 *
 * @example
 * ```ts
 * const table = historyTable(history);
 * ```
 */
export function historyTable({ epochs, bestEpoch }: Pick<History, 'epochs' | 'bestEpoch'>): DataFrame {
  const validated = epochs.some(({ validationLoss }) => validationLoss !== undefined);
  return table({
    epoch: epochs.map(({ epoch }) => epoch),
    loss: epochs.map(({ loss }) => round(loss, 4)),
    'accuracy (%)': epochs.map(({ accuracy }) => percent(accuracy)),
    ...(validated && {
      'validation loss': epochs.map(({ validationLoss }) => round(validationLoss, 4)),
      'validation accuracy (%)': epochs.map(({ validationAccuracy }) => percent(validationAccuracy)),
    }),
    'learning rate': epochs.map(({ learningRate }) => round(learningRate, 6)),
    seconds: epochs.map(({ seconds }) => round(seconds, 2)),
    best: epochs.map(({ epoch }) => (epoch === bestEpoch ? '✓' : '')),
  });
}

/**
 * Precision, recall and F1 of each class, then their averages and the accuracy.
 *
 * @example
 * ```ts
 * const table = reportTable(evaluation.report);
 * ```
 */
export function reportTable(report: ClassificationReport): DataFrame {
  const { classes, macroAverage, weightedAverage, accuracy, support } = report;
  const rows = [
    ...classes,
    { name: 'macro average', ...macroAverage, support },
    { name: 'weighted average', ...weightedAverage, support },
  ];
  return table({
    class: [...rows.map(({ name }) => name), 'accuracy'],
    precision: [...rows.map(({ precision }) => round(precision, 4)), null],
    recall: [...rows.map(({ recall }) => round(recall, 4)), null],
    F1: [...rows.map(({ f1 }) => round(f1, 4)), round(accuracy, 4)],
    images: [...rows.map((row) => row.support), support],
  });
}

/**
 * Classes taken for one another, with how often and for which share of the true class.
 *
 * @example
 * ```ts
 * const table = confusedPairsTable(mostConfusedPairs(evaluation.confusionMatrix, evaluation.classNames, 5));
 * ```
 */
export function confusedPairsTable(pairs: readonly ConfusedPair[]): DataFrame {
  return table({
    'true class': pairs.map(({ labelName }) => labelName),
    'predicted class': pairs.map(({ predictionName }) => predictionName),
    times: pairs.map(({ count }) => count),
    'share of the true class (%)': pairs.map(({ share }) => percent(share)),
  });
}

/**
 * The model's accuracy beside others, best first; the interval is one of 95 %.
 *
 * @example
 * ```ts
 * const table = accuracyComparisonTable(evaluation, publishedDigitAccuracy);
 * ```
 */
export function accuracyComparisonTable(
  evaluation: { readonly accuracy: number; readonly accuracyInterval: Interval },
  others: readonly AccuracyEntry[],
): DataFrame {
  const own = {
    name: 'this network',
    accuracy: evaluation.accuracy,
    interval: evaluation.accuracyInterval,
    source: 'measured',
  };
  const rows = [own, ...others].sort((left, right) => right.accuracy - left.accuracy);
  return table({
    model: rows.map(({ name }) => name),
    'accuracy (%)': rows.map(({ accuracy }) => percent(accuracy)),
    'from (%)': rows.map(({ interval }) => percent(interval?.lower)),
    'to (%)': rows.map(({ interval }) => percent(interval?.upper)),
    source: rows.map(({ source }) => source),
  });
}

/**
 * What each ingredient of a recipe pays, in accuracy and in time.
 *
 * @example
 * ```ts
 * const parts = splitValidation(dataset.train, { size: 0.1, seed: 1 });
 * const results = await runAblation(parts.train, parts.validation, [
 *   { name: 'plain', model: { hiddenUnits: [16] }, training: { epochs: 1 } },
 * ]);
 * const table = ablationTable(results);
 * ```
 */
export function ablationTable(results: readonly AblationResult[]): DataFrame {
  return table({
    recipe: results.map(({ name }) => name),
    'accuracy (%)': results.map(({ accuracy }) => percent(accuracy)),
    'gain (points)': results.map(({ accuracy }, step) =>
      step === 0 ? null : round((accuracy - results[step - 1]!.accuracy) * 100, 2),
    ),
    seconds: results.map(({ seconds }) => round(seconds, 1)),
  });
}

/**
 * Accuracy on changed images, of one model or of one before and one after augmentation.
 *
 * @throws {RangeError} If both are not about the same changes.
 *
 * @example
 * ```ts
 * const table = robustnessTable(measureRobustness(model, dataset.test, digitPerturbations));
 * ```
 */
export function robustnessTable(
  before: readonly RobustnessResult[],
  after?: readonly RobustnessResult[],
): DataFrame {
  if (after !== undefined && after.map(({ name }) => name).join() !== before.map(({ name }) => name).join()) {
    throw new RangeError(
      `Cannot compare robustness: found ${before.map(({ name }) => name).join(', ')} before and ` +
        `${after.map(({ name }) => name).join(', ')} after, wanted the same changes`,
    );
  }
  const accuracies = (results: readonly RobustnessResult[]) =>
    results.map(({ accuracy }) => percent(accuracy));
  const images = before.map(({ name }) => name);
  if (after === undefined) return table({ images, 'accuracy (%)': accuracies(before) });
  return table({
    images,
    'without augmentation (%)': accuracies(before),
    'with augmentation (%)': accuracies(after),
    'gain (points)': after.map(({ accuracy }, row) => round((accuracy - before[row]!.accuracy) * 100, 2)),
  });
}

function table(columns: Columns): DataFrame {
  // Loaded at the first table: it takes a second, and scripts that make none do not need it. On newer versions of
  // Node it needs what tensorflow.ts, imported above, does to them.
  const danfo = require('danfojs-node') as typeof import('danfojs-node');
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.map((_, row) => names.map((name) => columns[name]![row]!));
  return new danfo.DataFrame(rows, { columns: names });
}

function round(value: number | undefined, decimals: number): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toFixed(decimals));
}

function percent(share: number | undefined): number | null {
  return round(share === undefined ? undefined : share * 100, 2);
}

function outputSize(shape: readonly unknown[]): number {
  return shape.slice(1).reduce<number>((size, length) => size * Number(length ?? 1), 1);
}
