/** Results as danfojs data frames with rounded numbers, which can be sorted, filtered and shown. */

import type { Sequential } from '@tensorflow/tfjs-node';
import type { DataFrame } from 'danfojs-node';
import type { LoadedDataset } from '../datasets/dataset.js';
import { summarizeDataset } from '../datasets/statistics/summarize-dataset.js';
import type { ClassificationReport } from '../evaluation/classification-report.js';
import type { ConfusedPair } from '../evaluation/confusion-matrix.js';
import type { EpochRecord, History } from '../training/history.js';
import { dataFrame, percent, round } from './data-frame.js';

/**
 * Summary of a dataset's splits: number of images and their size, number of classes, sizes of the smallest and
 * largest class, and mean and standard deviation of the pixels.
 *
 * @example
 * const table = datasetSummaryTable(dataset);
 */
export function datasetSummaryTable(dataset: Pick<LoadedDataset, 'train' | 'test'>): DataFrame {
  const parts = summarizeDataset(dataset);
  return dataFrame({
    split: parts.map(({ part }) => (part === 'train' ? 'training' : 'test')),
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
 * The layers of a model from input to output, with their output sizes and numbers of parameters.
 *
 * @example
 * const table = modelSummaryTable(model);
 */
export function modelSummaryTable(model: Sequential): DataFrame {
  const { layers } = model;
  return dataFrame({
    layer: [...layers.map((layer) => layer.name), 'total'],
    kind: [...layers.map((layer) => layer.getClassName()), ''],
    activation: [...layers.map((layer) => String(layer.getConfig().activation ?? '')), ''],
    outputs: [...layers.map((layer) => outputSize(layer.outputShape)), null],
    parameters: [...layers.map((layer) => layer.countParams()), model.countParams()],
  });
}

/**
 * Loss, accuracy and learning rate of each epoch, with the best one marked. Without a validation set, its columns
 * are omitted. With `every: n`, the table has every n-th epoch, and the first, the best and the last. By default,
 * it has all epochs.
 *
 * @throws {RangeError} if `every` is not an integer of at least 1.
 *
 * @example
 * const table = historyTable(history, { every: 5 });
 */
export function historyTable(
  { epochs: all, bestEpoch }: Pick<History, 'epochs' | 'bestEpoch'>,
  { every = 1 }: { readonly every?: number } = {},
): DataFrame {
  if (!Number.isInteger(every) || every < 1)
    throw new RangeError(
      `Tabulating a history: expected every to be an integer of at least 1 but found ${every}.`,
    );
  const epochs = all.filter(
    ({ epoch }, at) => epoch % every === 0 || epoch === bestEpoch || at === 0 || at === all.length - 1,
  );
  return dataFrame({
    epoch: epochs.map(({ epoch }) => epoch),
    ...metricColumns(epochs),
    'learning rate': epochs.map(({ learningRate }) => round(learningRate, 6)),
    best: epochs.map(({ epoch }) => (epoch === bestEpoch ? '✓' : '')),
  });
}

/** The loss and accuracy of each record, and on the validation set, if there is one. */
export function metricColumns(records: readonly EpochRecord[]) {
  const isValidated = records.some(({ validationLoss }) => validationLoss !== undefined);
  return {
    loss: records.map(({ loss }) => round(loss, 4)),
    'accuracy (%)': records.map(({ accuracy }) => percent(accuracy)),
    ...(isValidated && {
      'validation loss': records.map(({ validationLoss }) => round(validationLoss, 4)),
      'validation accuracy (%)': records.map(({ validationAccuracy }) => percent(validationAccuracy)),
    }),
  };
}

/**
 * Precision, recall and F1 of each class, then their averages and the accuracy.
 *
 * @example
 * const table = classificationReportTable(evaluation.report);
 */
export function classificationReportTable(report: ClassificationReport): DataFrame {
  const { classes, macroAverage, weightedAverage, accuracy, support } = report;
  const rows = [
    ...classes,
    { name: 'macro average', ...macroAverage, support },
    { name: 'weighted average', ...weightedAverage, support },
  ];
  return dataFrame({
    class: [...rows.map(({ name }) => name), 'accuracy'],
    precision: [...rows.map(({ precision }) => round(precision, 4)), null],
    recall: [...rows.map(({ recall }) => round(recall, 4)), null],
    F1: [...rows.map(({ f1 }) => round(f1, 4)), round(accuracy, 4)],
    images: [...rows.map((row) => row.support), support],
  });
}

/**
 * Pairs of confused classes, with their counts and fractions of the true class.
 *
 * @example
 * const table = confusedPairsTable(mostConfusedPairs(evaluation.confusionMatrix, evaluation.classNames, 5));
 */
export function confusedPairsTable(pairs: readonly ConfusedPair[]): DataFrame {
  return dataFrame({
    'true class': pairs.map(({ labelName }) => labelName),
    'predicted class': pairs.map(({ predictionName }) => predictionName),
    times: pairs.map(({ count }) => count),
    'fraction of the true class (%)': pairs.map(({ share }) => percent(share)),
  });
}

function outputSize(shape: readonly unknown[]): number {
  return shape.slice(1).reduce<number>((size, length) => size * Number(length ?? 1), 1);
}
