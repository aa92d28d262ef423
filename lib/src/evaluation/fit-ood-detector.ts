import type { Sequential } from '@tensorflow/tfjs-node';
import { inverse, Matrix } from 'ml-matrix';
import type { Dataset } from '../datasets/dataset.js';
import { modelMetadata, setModelMetadata } from '../models/metadata.js';
import { centredLogProbabilities, type OodDetector, oodScore } from '../models/ood-score.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { fitOutlierNetwork } from './fit-outlier-network.js';

/** Options of {@link fitOodDetector}. */
export interface OodDetectorOptions {
  /**
   * Fraction of the validation images that may be flagged, above 0 and below 1. For characters and garments,
   * it is measured on validation images that were varied at random. Defaults to 0.02.
   */
  readonly falsePositiveRate?: number;
  /** Seed of the generated outliers and of the training on them. Defaults to 1. */
  readonly seed?: number;
}

/** Whether a detector can be fitted to a dataset, which needs ten times as many images as classes. */
export const hasEnoughImages = ({ count, classNames }: Pick<Dataset, 'count' | 'classNames'>): boolean =>
  count >= 10 * classNames.length;

/** Regularises the covariance, which would be singular for few images. */
const ridge = 0.01;

/**
 * Fits an out-of-distribution detector and stores it in the model's metadata, so that `classifyImage` detects images
 * unlike the training images.
 *
 * If the model's preprocessing is `'mnist'` or `'fashion-mnist'` and there are at least 500 grey images,
 * the detector is a small network. In about 15 seconds, it is trained to tell the images from generated
 * outliers, such as made-up characters, shapes, textures and badly cut garments. Otherwise the detector
 * measures how far the model's outputs are from those for the validation images.
 *
 * @param validation Images held back from training, at least ten per class.
 * @throws {RangeError} if there are too few images, or the false-positive rate is not between 0 and 1.
 * @see Hendrycks et al. 2019, "Deep Anomaly Detection with Outlier Exposure"; Lee et al. 2018, "A Simple Unified
 *   Framework for Detecting Out-of-Distribution Samples", applied to the network's last layer.
 *
 * @example
 * const { train: images } = await loadDataset('mnist');
 * const parts = splitValidation(images, { size: 0.1, seed: 1 });
 * const model = createDigitModel();
 * await train(model, parts.train, { epochs: 1 });
 * console.log(fitOodDetector(model, parts.validation).falsePositiveRate); // 0.02
 */
export function fitOodDetector(
  model: Sequential,
  validation: Dataset,
  { falsePositiveRate = 0.02, seed = 1 }: OodDetectorOptions = {},
): OodDetector {
  const { temperature, classNames, name } = modelMetadata(model);
  const classCount = classNames.length;
  if (!(falsePositiveRate > 0 && falsePositiveRate < 1)) {
    throw new RangeError(
      `Fitting the out-of-distribution detector of "${name}": expected falsePositiveRate to be above 0 and below 1 but found ${falsePositiveRate}.`,
    );
  }
  if (!hasEnoughImages(validation)) {
    throw new RangeError(
      `Fitting the out-of-distribution detector of "${name}": expected at least ${10 * classCount} images, ten for each class, but found ${validation.count}.`,
    );
  }
  const probabilities = predictProbabilities(model, validation);
  const rows = Array.from({ length: validation.count }, (_, index) =>
    probabilities.subarray(index * classCount, (index + 1) * classCount),
  );
  const answers = rows.map((row) => centredLogProbabilities(row, temperature));
  const predicted = answers.map((answer) => answer.indexOf(Math.max(...answer)));
  const classMeans = classNames.map((_, index) =>
    meanOf(
      answers.filter((__, at) => predicted[at] === index),
      answers,
    ),
  );
  const differences = answers.map((answer, at) =>
    answer.map((value, index) => value - classMeans[predicted[at]!]![index]!),
  );
  const precision = inverse(new Matrix(covarianceOf(differences, classCount)))
    .to2DArray()
    .map((row) => row.map(short));
  const distances = rows
    .map((row) => oodScore(row, { classMeans, precision }, temperature))
    .sort((first, second) => first - second);
  const last = Math.min(distances.length - 1, Math.floor((1 - falsePositiveRate) * distances.length));
  const network = fitOutlierNetwork(model, validation, { falsePositiveRate, seed });
  const oodDetector = {
    ...{ classMeans, precision, threshold: distances[last]!, falsePositiveRate },
    ...(network && { network }),
  };
  setModelMetadata(model, { oodDetector });
  return oodDetector;
}

/** The mean of the outputs for a class, or of all outputs if the class was never predicted. */
function meanOf(answers: readonly (readonly number[])[], all: readonly (readonly number[])[]): number[] {
  const used = answers.length > 0 ? answers : all;
  return used[0]!.map((_, index) =>
    short(used.reduce((sum, answer) => sum + answer[index]!, 0) / used.length),
  );
}

function covarianceOf(differences: readonly (readonly number[])[], size: number): number[][] {
  const covariance = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const difference of differences) {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        covariance[row]![column]! += (difference[row]! * difference[column]!) / differences.length;
      }
    }
  }
  const spread = covariance.reduce((sum, row, index) => sum + row[index]!, 0) / size;
  covariance.forEach((row, index) => {
    row[index]! += ridge * spread + 1e-9;
  });
  return covariance;
}

/** Rounds to six digits, which are enough and keep the file small. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
