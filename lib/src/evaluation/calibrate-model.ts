import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { setModelMetadata } from '../models/metadata.js';
import { applyTemperature, predictProbabilities } from '../models/predict-probabilities.js';
import { type Calibration, calibrationCurve } from './calibration.js';
import { checkProbabilities } from './check-predictions.js';

/** Result of temperature scaling, measured on the images it was fitted on. */
export interface CalibrationFit {
  /** The fitted temperature, above 1 if the model was overconfident, below 1 if underconfident. */
  readonly temperature: number;
  readonly before: Calibration;
  readonly after: Calibration;
}

/**
 * Fits a temperature on images that the model was not trained on (Guo et al. 2017), and stores it in the
 * model's metadata: `predictProbabilities`, `evaluate` and saved copies use it. Predicted classes do not
 * change.
 *
 * @param model Any classifier. An earlier temperature is replaced.
 * @param validation Images held back from training, at least one.
 * @throws {RangeError} if the images do not fit the model.
 *
 * @example
 * const { train: images } = await loadDataset('mnist');
 * const parts = splitValidation(images, { size: 0.1, seed: 1 });
 * const model = createDigitModel();
 * await train(model, parts.train, { epochs: 1 });
 * const { temperature } = calibrateModel(model, parts.validation);
 */
export function calibrateModel(model: Sequential, validation: Dataset): CalibrationFit {
  setModelMetadata(model, { temperature: 1 });
  const probabilities = predictProbabilities(model, validation);
  const temperature = fitTemperature(probabilities, validation.labels);
  setModelMetadata(model, { temperature });
  const scaled = applyTemperature(probabilities, validation.classNames.length, temperature);
  return {
    temperature,
    before: calibrationCurve(probabilities, validation.labels),
    after: calibrationCurve(scaled, validation.labels),
  };
}

/** Smallest probability to take the logarithm of. A 32-bit softmax rounds smaller ones to 0. */
const smallestProbability = 1e-38;

const coldest = 0.05;
const hottest = 20;

/**
 * The temperature that minimises the negative log-likelihood of the labels. It is above 1 if the model was
 * overconfident, below 1 if underconfident. Predicted classes do not change.
 *
 * @param probabilities N × classes, row-major, of images that the model was not trained on, with temperature 1.
 * @param labels N class indices.
 * @returns The temperature, from 0.05 to 20. A limit is returned if no temperature between them is best:
 *   0.05, for example, if all predictions are correct.
 * @throws {RangeError} if the lengths do not match, a label is not a class, or a number is not a probability.
 *
 * Source: Guo et al., "On calibration of modern neural networks", 2017, arXiv 1706.04599, section 4.2. The likelihood is
 * convex in 1 / temperature, so Newton's method inside a shrinking bracket finds its minimum.
 *
 * @example
 * // 90% confident, but correct only three times out of four.
 * const probabilities = [0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1];
 * console.log(fitTemperature(probabilities, [0, 0, 0, 1]).toFixed(2)); // 2.00
 */
export function fitTemperature(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classCount = checkProbabilities(probabilities, labels);
  const logits = Float64Array.from(probabilities, (probability) =>
    Math.log(Math.max(smallestProbability, probability)),
  );
  let low = 1 / hottest;
  let high = 1 / coldest;
  let inverse = 1;
  for (let iteration = 0; iteration < 100 && high - low > 1e-10; iteration++) {
    const { slope, curvature } = derivatives(logits, labels, classCount, inverse);
    if (slope > 0) high = inverse;
    else low = inverse;
    const step = inverse - slope / curvature;
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - inverse) < 1e-12) break;
    inverse = next;
  }
  return 1 / inverse;
}

function derivatives(
  logits: Float64Array,
  labels: ArrayLike<number>,
  classCount: number,
  inverse: number,
): { slope: number; curvature: number } {
  let slope = 0;
  let curvature = 0;
  for (let image = 0; image < labels.length; image++) {
    const start = image * classCount;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < classCount; i++) largest = Math.max(largest, logits[start + i]!);
    let total = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < classCount; i++) {
      // Subtracting the largest logit avoids overflow and does not change the derivatives.
      const logit = logits[start + i]! - largest;
      const weight = Math.exp(inverse * logit);
      total += weight;
      first += weight * logit;
      second += weight * logit * logit;
    }
    const mean = first / total;
    slope += mean - (logits[start + labels[image]!]! - largest);
    curvature += second / total - mean * mean;
  }
  return { slope: slope / labels.length, curvature: curvature / labels.length };
}
