import {
  calibrationCurve,
  createDigitModel,
  createRandom,
  type Dataset,
  evaluateProbabilities,
  principalComponents,
  wilsonInterval,
} from 'mnist-lab';
import type { ImageOutcome } from '../../lib/src/experiments/classify-images.js';
import { accuracyComparisonFigure } from '../../lib/src/figures/accuracy-comparison-figure.js';
import { classCountsFigure } from '../../lib/src/figures/class-counts-figure.js';
import { confusedPairsFigure } from '../../lib/src/figures/confused-pairs-figure.js';
import { confusionMatrixFigure } from '../../lib/src/figures/confusion-matrix-figure.js';
import type { Figure } from '../../lib/src/figures/figure.js';
import { firstLayerFigure } from '../../lib/src/figures/first-layer-figure.js';
import { imagesFigure } from '../../lib/src/figures/images-figure.js';
import { incrementalStudyFigure } from '../../lib/src/figures/incremental-study-figure.js';
import { intensityHistogramFigure } from '../../lib/src/figures/intensity-histogram-figure.js';
import { learningCurvesFigure } from '../../lib/src/figures/learning-curves-figure.js';
import { marginalEffectFigure } from '../../lib/src/figures/marginal-effect-figure.js';
import { meanImagesFigure } from '../../lib/src/figures/mean-images-figure.js';
import { networkFigure } from '../../lib/src/figures/network-figure.js';
import { ownImagesFigure } from '../../lib/src/figures/own-images-figure.js';
import { parallelCoordinatesFigure } from '../../lib/src/figures/parallel-coordinates-figure.js';
import { precisionRecallFigure } from '../../lib/src/figures/precision-recall-figure.js';
import { predictionsFigure } from '../../lib/src/figures/predictions-figure.js';
import { principalComponentsFigure } from '../../lib/src/figures/principal-components-figure.js';
import { reliabilityFigure } from '../../lib/src/figures/reliability-figure.js';
import { robustnessFigure } from '../../lib/src/figures/robustness-figure.js';
import { rocFigure } from '../../lib/src/figures/roc-figure.js';
import { runsFigure } from '../../lib/src/figures/runs-figure.js';
import { saliencyFigure } from '../../lib/src/figures/saliency-figure.js';
import { sampleGridFigure } from '../../lib/src/figures/sample-grid-figure.js';
import { sweepCurvesFigure } from '../../lib/src/figures/sweep-curves-figure.js';
import { topLossesFigure } from '../../lib/src/figures/top-losses-figure.js';

/** Properties of the seeded data of {@link exampleFigures}. */
export interface Example {
  readonly count?: number;
  readonly rows?: number;
  readonly columns?: number;
  readonly classNames?: readonly string[];
}

/** Seeded images: a bright bar per class, at a position of its own, in noise. */
export function exampleDataset({
  count = 60,
  rows = 6,
  columns = 5,
  classNames = ['ant', 'bee', 'cat'],
}: Example = {}): Dataset {
  const random = createRandom(7);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % classNames.length);
  const images = Uint8Array.from({ length: count * rows * columns }, (_, at) => {
    const label = labels[Math.floor(at / (rows * columns))]!;
    const row = Math.floor(at / columns) % rows;
    return row === label % rows ? 200 + random.integer(56) : random.integer(3) === 0 ? random.integer(60) : 0;
  });
  return { images, labels, count, rows, columns, classNames };
}

/** An evaluation of generated predictions, about four in five of them correct. */
export function exampleEvaluation({ labels, count, classNames }: Dataset) {
  const random = createRandom(8);
  const classCount = classNames.length;
  const probabilities = new Float32Array(count * classCount);
  for (let index = 0; index < count; index++) {
    const row = Array.from({ length: classCount }, () => random.next() ** 4 + 1e-6);
    row[random.next() < 0.8 ? labels[index]! : random.integer(classCount)]! += 2;
    const sum = row.reduce((total, value) => total + value, 0);
    probabilities.set(
      row.map((value) => value / sum),
      index * classCount,
    );
  }
  return evaluateProbabilities(probabilities, labels, classNames);
}

/** A classified image, an out-of-distribution one, and a rejected one. */
function exampleOutcomes(className: string): ImageOutcome[] {
  const picture = { pixels: Uint8Array.from({ length: 60 }, (_, pixel) => 4 * pixel), rows: 6, columns: 10 };
  const box = { top: 0, left: 0, rows: 6, columns: 10 };
  const read = {
    ...{ box, pixels: new Uint8Array(25).fill(90), probabilities: Float32Array.of(0.7, 0.3) },
    ...{ className, probability: 0.7, isOutOfDistribution: false },
  };
  return [
    { name: `a picture of ${className}`, picture, read },
    { name: 'a stranger', picture, read: { ...read, isOutOfDistribution: true } },
    { name: 'a bare page', picture, refusal: 'noInk' },
  ];
}

/** All figures, drawn from seeded data. */
export function exampleFigures(example: Example = {}): Figure[] {
  const dataset = exampleDataset(example);
  const { rows, columns, classNames } = dataset;
  const pixels = rows * columns;
  const evaluation = exampleEvaluation(dataset);
  const few: Dataset = {
    ...dataset,
    count: 4,
    images: dataset.images.slice(0, 4 * pixels),
    labels: dataset.labels.slice(0, 4),
  };
  const random = createRandom(9);
  const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
  const calibration = (bins: number) => calibrationCurve(evaluation.probabilities, evaluation.labels, bins);
  const name = classNames[0]!;
  return [
    sampleGridFigure(dataset, { perClass: 3 }),
    imagesFigure(few, { title: `Some of ${name}`, captions: ['one', 'two\nlines', name, 'four'] }),
    classCountsFigure(dataset, few),
    meanImagesFigure(dataset),
    intensityHistogramFigure(dataset),
    principalComponentsFigure(dataset, principalComponents(dataset), { limit: 40 }),
    learningCurvesFigure(exampleHistory),
    runsFigure([
      { name, epochs: exampleHistory.epochs },
      { name: 'later', epochs: exampleHistory.epochs.slice(0, 2) },
    ]),
    networkFigure(createDigitModel({ hiddenUnits: [32, 8], imageShape: [rows, columns] })),
    accuracyComparisonFigure(evaluation, [
      { name: `like ${name}`, accuracy: 0.35, interval: wilsonInterval(35, 100), source: 'measured' },
      { name: 'printed', accuracy: 1, source: 'published' },
    ]),
    confusionMatrixFigure(evaluation),
    confusionMatrixFigure(evaluation, { normalize: true }),
    confusedPairsFigure(dataset, evaluation, { limit: 2, examples: 3 }),
    topLossesFigure(dataset, evaluation, { limit: 6 }),
    topLossesFigure(dataset, evaluation, { limit: 3, order: 'first' }),
    reliabilityFigure(calibration(15), calibration(4)),
    rocFigure(evaluation),
    precisionRecallFigure(evaluation),
    firstLayerFigure({ weights: normals(pixels * 4), units: 4, rows, columns }, { limit: 3 }),
    saliencyFigure(few, {
      values: normals(4 * pixels),
      predictions: Uint8Array.of(0, 1, 0, 1),
      rivals: Uint8Array.of(1, 0, 1, 0),
    }),
    predictionsFigure(dataset, evaluation, { indices: [0, 1, 2] }),
    ownImagesFigure(exampleOutcomes(name)),
    incrementalStudyFigure([
      { name: 'plain', accuracy: 0.9, seconds: 3 },
      { name: `+ ${name}`, accuracy: 0.92, seconds: 5.5 },
      { name: '+ more', accuracy: 0.915, seconds: 12 },
    ]),
    robustnessFigure(
      [
        { name: 'as they are', accuracy: 0.9 },
        { name: `like ${name}`, accuracy: 0.6 },
      ],
      [
        { name: 'as they are', accuracy: 0.91 },
        { name: `like ${name}`, accuracy: 0.8 },
      ],
    ),
    sweepCurvesFigure([
      { name: `#1, ${name}`, accuracies: [0.91, 0.95, 0.96], kind: 'best' },
      { name: '#2', accuracies: [0.9, 0.93, 0.94], kind: 'done' },
      { name: '#3', accuracies: [0.8], kind: 'stopped' },
    ]),
    parallelCoordinatesFigure(
      [
        { name: `rate of ${name}`, scale: 'logarithmic', values: [0.001, 0.0123, undefined] },
        { name: 'units', scale: 'categories', values: [[128, 64], [32], [32]] },
        { name: 'epochs', scale: 'linear', values: [3, 3, 3] },
      ],
      examplePoints(name),
    ),
    marginalEffectFigure(
      { name: `rate of ${name}`, scale: 'logarithmic', values: [0.001, 0.0123, undefined] },
      examplePoints(name),
    ),
  ];
}

/** Three configurations of a sweep, the last one stopped early. */
function examplePoints(name: string) {
  return [
    { name: `#1, ${name}`, accuracy: 0.96, isStopped: false },
    { name: '#2', accuracy: 0.94, isStopped: false },
    { name: '#3', accuracy: 0.8, isStopped: true },
  ];
}

/** A training run whose third epoch of four was the best. */
export const exampleHistory = {
  bestEpoch: 3,
  epochs: [0.9, 0.5, 0.4, 0.45].map((validationLoss, index) => ({
    epoch: index + 1,
    loss: 1 - index / 5,
    accuracy: 0.6 + index / 10,
    validationLoss,
    validationAccuracy: 1 - validationLoss / 4,
    learningRate: 0.001 * (4 - index),
    seconds: 1.234,
  })),
};
