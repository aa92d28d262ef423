import type { Precision } from './mixed-precision.js';
import type { OptimizerChoice } from './option-types.js';

/** The results of one epoch of training. */
export interface EpochRecord {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Mean training loss over the epoch's images, measured in each step before its update. */
  readonly loss: number;
  /**
   * Fraction of correct predictions on the epoch's images, measured in each step before its update, 0 to 1.
   */
  readonly accuracy: number;
  /** Cross-entropy on the validation set after the epoch, without label smoothing. */
  readonly validationLoss?: number;
  /** Fraction of correct predictions on the validation set after the epoch, 0 to 1. */
  readonly validationAccuracy?: number;
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Seconds of training and validation. */
  readonly seconds: number;
}

/** Progress of a training run, reported at most about ten times per second. */
export interface TrainProgress {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this epoch. */
  readonly step: number;
  /** Steps per epoch. */
  readonly steps: number;
  /** Mean loss of this epoch so far. */
  readonly loss: number;
  /** Accuracy of this epoch so far, 0 to 1. */
  readonly accuracy: number;
  /** Recent speed, without validation. */
  readonly samplesPerSecond: number;
  /** Estimated time to the end of the last epoch, with its validation. */
  readonly secondsLeft: number;
}

/** The result of a training run. */
export interface History {
  /** Engine that trained: `'graph'` is one TensorFlow graph in the C++ runtime, `'layers'` is `LayersModel.fit`. */
  readonly engine: 'graph' | 'layers';
  /** Why that engine was used, in a sentence. */
  readonly engineReason: string;
  /** Number format. With `'mixed'`, matrix products and convolutions were computed in bfloat16. */
  readonly precision: Precision;
  /** The optimizer with all its options, from the options of `train` or the compiled model. */
  readonly optimizer: OptimizerChoice;
  readonly epochs: readonly EpochRecord[];
  /** The best epoch, from 1, by the monitored metric; 0 if no epoch was completed. */
  readonly bestEpoch: number;
  /** Why training ended. `'epochs'`: all epochs were completed. */
  readonly stoppedBy: 'epochs' | 'earlyStopping' | 'aborted';
  readonly seconds: number;
  readonly seed: number;
  /** The weight of each class in the loss, by name, if `classWeights` was set. */
  readonly classWeights?: Readonly<Record<string, number>>;
  /** Problems that did not stop training, each in a sentence or two. */
  readonly warnings: readonly string[];
}

/**
 * Thrown if the loss becomes NaN or infinite. The model has the weights of its last complete epoch, or with early
 * stopping, of its best epoch.
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
    /** Step of the training run, from 1. */
    readonly step: number,
    readonly epoch: number,
    readonly learningRate: number,
    /** The epochs completed before. */
    readonly epochs: readonly EpochRecord[],
  ) {
    super(
      `Training: the loss became NaN or infinite at step ${step} (epoch ${epoch}), at learning rate ` +
        `${learningRate}. The model keeps its last good weights. Try a smaller learning rate, or clipNorm.`,
    );
  }
}
