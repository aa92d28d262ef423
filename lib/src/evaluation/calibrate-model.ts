import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { applyTemperature } from '../models/apply-temperature.js';
import { setModelMetadata } from '../models/metadata.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { type Calibration, measureCalibration } from './calibration.js';
import { fitTemperature } from './fit-temperature.js';

/** What temperature scaling did to a model's probabilities, on the images that it was fitted on. */
export interface CalibrationFit {
  /** Above 1: the model was too sure of itself; below 1: not sure enough. */
  readonly temperature: number;
  readonly before: Calibration;
  readonly after: Calibration;
}

/**
 * Fits a temperature on images that the model was not trained on, and keeps it with the model: from then on
 * `predictProbabilities`, `evaluate` and a saved copy use it. Predicted classes do not change.
 *
 * @param model Any classifier; a temperature it had before is replaced.
 * @param validation Images held back from training, at least one.
 * @throws {RangeError} if the images do not fit the model.
 *
 * @example
 * ```ts
 * const { train: images } = await loadDataset('mnist');
 * const parts = splitValidation(images, { size: 0.1, seed: 1 });
 * const model = createDigitModel();
 * await train(model, parts.train, { epochs: 1 });
 * const { temperature } = calibrateModel(model, parts.validation);
 * ```
 *
 * Method: Guo et al. 2017, "On Calibration of Modern Neural Networks".
 */
export function calibrateModel(model: Sequential, validation: Dataset): CalibrationFit {
  setModelMetadata(model, { temperature: 1 });
  const probabilities = predictProbabilities(model, validation);
  const temperature = fitTemperature(probabilities, validation.labels);
  setModelMetadata(model, { temperature });
  const scaled = applyTemperature(probabilities, validation.classNames.length, temperature);
  return {
    temperature,
    before: measureCalibration(probabilities, validation.labels),
    after: measureCalibration(scaled, validation.labels),
  };
}
