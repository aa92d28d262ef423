import type { DatasetName } from '../datasets/catalogue.js';
import type { DenseClassifierOptions } from '../models/dense-classifier.js';
import type { TrainOptions } from '../training/train-options.js';

/** Everything that decides how good a trained network is, but the seed: which data, which network, which training. */
export interface Recipe {
  readonly dataset: DatasetName;
  /** Images held back from training: for the learning curves and for fitting the temperature. */
  readonly validationSize: number;
  /** Whether inputs are shifted and scaled to mean 0 and standard deviation 1 over the training pixels. */
  readonly standardizeInputs: boolean;
  readonly model: DenseClassifierOptions;
  readonly training: TrainOptions;
}
