import type { Dataset } from '../datasets/dataset.js';
import { resolveOptions } from '../options/resolve.js';
import type { ClassWeights } from './class-weights.js';
import type { EpochRecord, TrainProgress } from './history.js';
import type { Precision } from './mixed-precision.js';
import type { ChosenOptimizer } from './optimizers/optimizer-table.js';
import type {
  AugmentationAnnealing,
  Checkpointing,
  EarlyStopping,
  LearningRateSchedule,
  TrainingChoices,
} from './option-types.js';
import { trainingOptions } from './training-options.js';

export type {
  Augmentation,
  AugmentationAnnealing,
  Checkpointing,
  EarlyStopping,
  LearningRateSchedule,
  OptimizerChoice,
} from './option-types.js';

/** Arguments of training that are not in the options' table. */
interface TrainCompany {
  /** Validation set, evaluated after every epoch. */
  readonly validation?: Dataset;
  /**
   * Stops training within a second. With early stopping or a validation set, the model gets the weights of its
   * best epoch so far, otherwise its latest weights.
   */
  readonly signal?: AbortSignal;
  /** Called and awaited after every epoch, while the model has that epoch's weights. */
  readonly onEpochEnd?: (record: EpochRecord) => void | Promise<void>;
  /** Called at most about ten times per second. */
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Called with each warning, for example if a checkpoint cannot be written. Training continues. */
  readonly onWarning?: (message: string) => void;
}

/** Options of {@link train}, all optional. */
export interface TrainOptions extends TrainingChoices, TrainCompany {}

/** Options with every default filled in. */
export interface TrainSettings extends TrainCompany {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: LearningRateSchedule;
  readonly optimizer: ChosenOptimizer;
  readonly labelSmoothing: number;
  readonly classWeights?: ClassWeights;
  readonly clipNorm: number;
  readonly emaDecay: number;
  readonly augmentation?: Readonly<Record<string, unknown>>;
  readonly augmentationAnnealing?: Required<AugmentationAnnealing>;
  readonly earlyStopping?: Required<Pick<EarlyStopping, 'patience' | 'minDelta'>> &
    Pick<EarlyStopping, 'monitor'>;
  readonly precision: Precision;
  readonly seed: number;
  readonly checkpoint?: Required<Checkpointing>;
  readonly logDirectory?: string;
  readonly engine: 'auto' | 'graph' | 'layers';
}

const largestDefaultBatch = 128;

/**
 * Checks options and fills in defaults. The default batch has at most `imageCount` images.
 *
 * @throws {TypeError} if an option is unknown.
 * @throws {RangeError} if a value is out of range.
 */
export function resolveTrainOptions(
  options: TrainOptions,
  imageCount = Number.POSITIVE_INFINITY,
): TrainSettings {
  const { validation, signal, onEpochEnd, onProgress, onWarning, ...chosen } = options;
  const company = { validation, signal, onEpochEnd, onProgress, onWarning };
  const resolved = resolveOptions('Training', trainingOptions, chosen) as unknown as TrainSettings;
  const batchSize = resolved.batchSize ?? Math.max(1, Math.min(largestDefaultBatch, imageCount));
  const settings = { ...resolved, ...company, batchSize };
  if (settings.earlyStopping?.monitor?.startsWith('validation') && !validation)
    throw new RangeError(
      `Training: expected earlyStopping.monitor to be loss or accuracy, as no validation data was given, but found ` +
        `${settings.earlyStopping.monitor}.`,
    );
  return settings;
}
