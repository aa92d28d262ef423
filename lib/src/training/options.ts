import type { Dataset } from '../datasets/dataset.js';
import type { EpochRecord, TrainProgress } from './history.js';
import type { LearningRateSchedule } from './schedule.js';

/** Changes drawn anew for every image and epoch. */
export interface Augmentation {
  /** Moves each image by up to so many whole pixels in each direction, filling with background. Defaults to 0. */
  readonly shiftPixels?: number;
  /** Mirrors each image left to right with probability one half. Defaults to `false`. */
  readonly horizontalFlip?: boolean;
  /** Mixes pairs of images with weights from Beta(mixup, mixup) (Zhang et al. 2018); 0 is off. Defaults to 0. */
  readonly mixup?: number;
}

/** Ends training when a figure no longer gets better, and restores the weights it was best with. */
export interface EarlyStopping {
  /** Epochs without a better figure before training ends; 1 or more. */
  readonly patience: number;
  /** Defaults to `'validationLoss'`, or `'loss'` without validation data. */
  readonly monitor?: 'validationLoss' | 'validationAccuracy' | 'loss' | 'accuracy';
  /** A figure is better if it is by more than this. Defaults to 0. */
  readonly minimumDelta?: number;
}

/** Writes the state of a training to a folder, so that it can go on after the process was ended. */
export interface Checkpointing {
  readonly directory: string;
  /** Epochs between two checkpoints. Defaults to 1. */
  readonly everyEpochs?: number;
  /** Goes on from the checkpoint in the folder where there is one. Defaults to `false`. */
  readonly resume?: boolean;
}

/** How to train. Every field may be left out. */
export interface TrainOptions {
  /** Times that every image is used. Defaults to 10. */
  readonly epochs?: number;
  /** Images of a step. The last step of an epoch takes those that are left. Defaults to 128. */
  readonly batchSize?: number;
  /** A constant rate, or how it changes. Defaults to 0.001. */
  readonly learningRate?: number | LearningRateSchedule;
  /** `'adamw'` decays weights, but neither biases nor batch norm (Loshchilov and Hutter 2019). Defaults to `'adam'`. */
  readonly optimizer?: 'adam' | 'adamw';
  /** Part of each weight taken off a step, times the learning rate; only for AdamW. Defaults to 0.01 there. */
  readonly weightDecay?: number;
  /** Part of each target spread over all classes, 0 to less than 1 (Szegedy et al. 2016). Defaults to 0. */
  readonly labelSmoothing?: number;
  /** Scales a step's gradients down to this norm, all together, where it is larger. Defaults to no limit. */
  readonly gradientClipNorm?: number;
  /** Decay of a moving average of the weights, which is validated and kept; such as 0.999. Defaults to none. */
  readonly weightAveraging?: number;
  readonly augmentation?: Augmentation;
  /** Evaluated after every epoch. */
  readonly validation?: Dataset;
  readonly earlyStopping?: EarlyStopping;
  /** Seed of the order of images, dropout and augmentation: same seed, same weights. Defaults to 42. */
  readonly seed?: number;
  /** Ends training within a second; the model keeps its best weights so far. */
  readonly signal?: AbortSignal;
  /** Called after every epoch; awaited. */
  readonly onEpochEnd?: (record: EpochRecord) => void | Promise<void>;
  /** Called some ten times a second. */
  readonly onProgress?: (progress: TrainProgress) => void;
  readonly checkpoint?: Checkpointing;
  /** `'auto'` takes the graph where it can. Defaults to `'auto'`. */
  readonly engine?: 'auto' | 'graph' | 'layers';
}

/** Options with every default filled in. */
export type TrainSettings = Required<
  Omit<TrainOptions, 'validation' | 'earlyStopping' | 'signal' | 'onEpochEnd' | 'onProgress' | 'checkpoint'>
> &
  Pick<TrainOptions, 'validation' | 'earlyStopping' | 'signal' | 'onEpochEnd' | 'onProgress' | 'checkpoint'>;

const defaults = {
  epochs: 10,
  batchSize: 128,
  learningRate: 0.001,
  optimizer: 'adam',
  weightDecay: 0,
  labelSmoothing: 0,
  gradientClipNorm: Number.POSITIVE_INFINITY,
  weightAveraging: 0,
  augmentation: {},
  validation: undefined,
  earlyStopping: undefined,
  seed: 42,
  signal: undefined,
  onEpochEnd: undefined,
  onProgress: undefined,
  checkpoint: undefined,
  engine: 'auto',
} satisfies { [Name in keyof Required<TrainOptions>]: TrainOptions[Name] };

/**
 * Checks options and fills in defaults.
 *
 * @throws {TypeError} if an option is unknown.
 * @throws {RangeError} if a value is outside its range.
 */
export function resolveOptions(options: TrainOptions): TrainSettings {
  refuseUnknown('', options, Object.keys(defaults));
  refuseUnknown('augmentation.', options.augmentation, ['shiftPixels', 'horizontalFlip', 'mixup']);
  refuseUnknown('earlyStopping.', options.earlyStopping, ['patience', 'monitor', 'minimumDelta']);
  refuseUnknown('checkpoint.', options.checkpoint, ['directory', 'everyEpochs', 'resume']);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const weightDecay = options.optimizer === 'adamw' ? 0.01 : 0;
  const settings = { ...defaults, weightDecay, ...given } as TrainSettings;

  const { augmentation, earlyStopping, checkpoint } = settings;
  const whole = Number.isInteger;
  expect(
    'epochs',
    settings.epochs,
    whole(settings.epochs) && settings.epochs >= 1,
    'a whole number of 1 or more',
  );
  expect(
    'batchSize',
    settings.batchSize,
    whole(settings.batchSize) && settings.batchSize >= 1,
    'a whole number of 1 or more',
  );
  expect(
    'optimizer',
    settings.optimizer,
    ['adam', 'adamw'].includes(settings.optimizer),
    "'adam' or 'adamw'",
  );
  expect(
    'weightDecay',
    settings.weightDecay,
    settings.weightDecay >= 0 && settings.weightDecay < 1,
    '0 or more and less than 1',
  );
  expect(
    'weightDecay',
    settings.weightDecay,
    settings.weightDecay === 0 || settings.optimizer === 'adamw',
    "0 with Adam; set optimizer to 'adamw' to decay weights",
  );
  expect(
    'labelSmoothing',
    settings.labelSmoothing,
    settings.labelSmoothing >= 0 && settings.labelSmoothing < 1,
    '0 or more and less than 1',
  );
  expect('gradientClipNorm', settings.gradientClipNorm, settings.gradientClipNorm > 0, 'greater than 0');
  expect(
    'weightAveraging',
    settings.weightAveraging,
    settings.weightAveraging >= 0 && settings.weightAveraging < 1,
    '0 or more and less than 1',
  );
  expect('seed', settings.seed, Number.isSafeInteger(settings.seed), 'a safe integer');
  expect(
    'engine',
    settings.engine,
    ['auto', 'graph', 'layers'].includes(settings.engine),
    "'auto', 'graph' or 'layers'",
  );
  const { shiftPixels = 0, mixup = 0 } = augmentation;
  expect(
    'augmentation.shiftPixels',
    shiftPixels,
    whole(shiftPixels) && shiftPixels >= 0,
    'a whole number of 0 or more',
  );
  expect('augmentation.mixup', mixup, mixup >= 0 && Number.isFinite(mixup), '0 or more');
  if (earlyStopping) {
    const { patience, monitor, minimumDelta = 0 } = earlyStopping;
    expect(
      'earlyStopping.patience',
      patience,
      whole(patience) && patience >= 1,
      'a whole number of 1 or more',
    );
    expect('earlyStopping.minimumDelta', minimumDelta, minimumDelta >= 0, '0 or more');
    const monitors = [
      'loss',
      'accuracy',
      ...(settings.validation ? ['validationLoss', 'validationAccuracy'] : []),
    ];
    expect(
      'earlyStopping.monitor',
      monitor,
      monitor === undefined || monitors.includes(monitor),
      `one of ${monitors.join(', ')}${settings.validation ? '' : ' (no validation data was given)'}`,
    );
  }
  if (checkpoint) {
    const { directory, everyEpochs = 1 } = checkpoint;
    expect('checkpoint.directory', directory, typeof directory === 'string' && directory !== '', 'a folder');
    expect(
      'checkpoint.everyEpochs',
      everyEpochs,
      whole(everyEpochs) && everyEpochs >= 1,
      'a whole number of 1 or more',
    );
  }
  return settings;
}

function expect(name: string, found: unknown, holds: boolean, wanted: string): void {
  if (!holds) throw new RangeError(`Training: expected ${name} to be ${wanted} but found ${String(found)}.`);
}

function refuseUnknown(prefix: string, options: object | undefined, known: readonly string[]): void {
  for (const name of Object.keys(options ?? {}))
    if (!known.includes(name))
      throw new TypeError(
        `Training: unknown option "${prefix}${name}". Known: ${known.map((one) => prefix + one).join(', ')}.`,
      );
}
