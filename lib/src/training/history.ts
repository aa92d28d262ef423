import type { Precision } from './mixed-precision.js';

/** What one epoch of training came to. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean over the epoch's images of the loss that was minimised, as it was at each step. */
  readonly loss: number;
  /** Part of the epoch's images classified right, as it was at each step, 0 to 1. */
  readonly accuracy: number;
  /** Cross-entropy on the validation data after the epoch, without label smoothing. */
  readonly validationLoss?: number;
  /** Part of the validation images classified right after the epoch, 0 to 1. */
  readonly validationAccuracy?: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
  /** Of training and validation. */
  readonly seconds: number;
}

/** Where a training is, reported some ten times a second. */
export interface TrainProgress {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this epoch. */
  readonly step: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** Mean loss of this epoch so far. */
  readonly loss: number;
  /** Accuracy of this epoch so far, 0 to 1. */
  readonly accuracy: number;
  readonly samplesPerSecond: number;
  /** Estimated time to the end of the last epoch. */
  readonly secondsLeft: number;
}

/** What a training came to. */
export interface History {
  /** `'graph'`: one TensorFlow graph in the C++ runtime; `'layers'`: `LayersModel.fit`. */
  readonly engine: 'graph' | 'layers';
  /** Why that engine ran, in a sentence. */
  readonly engineReason: string;
  /** `'mixed'`: matrix products and convolutions were computed in bfloat16. */
  readonly precision: Precision;
  readonly epochs: readonly EpochRecord[];
  /** Number of the best epoch, counted from 1, by what early stopping monitors; 0 if no epoch was completed. */
  readonly bestEpoch: number;
  /** `'epochs'`: all were done. */
  readonly stoppedBy: 'epochs' | 'earlyStopping' | 'aborted';
  readonly seconds: number;
  readonly seed: number;
  /** What each class counted in the loss, by name, if `classWeights` were chosen. */
  readonly classWeights?: Readonly<Record<string, number>>;
  /** What went wrong beside the training, or should be looked at; each a sentence or two. */
  readonly warnings: readonly string[];
}

/**
 * Thrown when the loss is no longer a finite number; the model has its last good weights.
 *
 * @example
 * const { train: images } = await loadDataset('mnist');
 * try {
 *   await train(createDigitModel(), images, { learningRate: 1e20, epochs: 1 });
 * } catch (error) {
 *   if (error instanceof TrainingDivergedError) console.log(`diverged at step ${error.step}`);
 * }
 */
export class TrainingDivergedError extends Error {
  override name = 'TrainingDivergedError';
  constructor(
    /** Step within the training, counted from 1. */
    readonly step: number,
    readonly epoch: number,
    readonly learningRate: number,
    /** The epochs completed before. */
    readonly epochs: readonly EpochRecord[],
  ) {
    super(
      `Training: the loss stopped being a finite number at step ${step} (epoch ${epoch}), at learning rate ` +
        `${learningRate}. The model keeps its last good weights. Try a smaller learning rate, or clipNorm.`,
    );
  }
}
