import type { DenseClassifierOptions } from '../models/dense-classifier.js';
import type { TrainOptions } from '../training/options.js';
import type { LearningRateSchedule } from '../training/schedule.js';
import type { TrainValues } from './train-value-types.js';

/** The part of the settings that shapes the network; what was not given keeps the library's default. */
export function networkOptions(values: TrainValues): DenseClassifierOptions {
  const { hiddenUnits, activation, batchNormalization, dropoutRate, seed, name } = values;
  const options = { hiddenUnits, activation, batchNormalization, dropoutRate, seed, name };
  return withoutUndefined(options) as DenseClassifierOptions;
}

/** The part of the settings that says how to train. */
export function trainOptions(values: TrainValues): TrainOptions {
  const { epochs, batchSize, optimizer, weightDecay, labelSmoothing, gradientClipNorm } = values;
  const { weightAveraging, seed, engine, shiftPixels, horizontalFlip, mixup } = values;
  const { patience, monitor, minimumDelta, checkpoint, checkpointEvery, resume } = values;
  const augmentation = withoutUndefined({ shiftPixels, horizontalFlip, mixup });
  return withoutUndefined({
    ...{ epochs, batchSize, optimizer, weightDecay, labelSmoothing, gradientClipNorm },
    ...{ weightAveraging, seed, engine },
    learningRate: learningRate(values),
    augmentation: Object.keys(augmentation).length > 0 ? augmentation : undefined,
    earlyStopping: patience === undefined ? undefined : withoutUndefined({ patience, monitor, minimumDelta }),
    checkpoint:
      checkpoint === undefined
        ? undefined
        : withoutUndefined({ directory: checkpoint, everyEpochs: checkpointEvery, resume }),
  });
}

function learningRate(values: TrainValues): number | LearningRateSchedule | undefined {
  const { learningRate: rate, schedule, warmUpEpochs, finalLearningRate: final, warmUpPart } = values;
  const peak = rate ?? 0.001;
  if (schedule === 'cosine') return withoutUndefined({ kind: schedule, peak, warmUpEpochs, final });
  if (schedule === 'one-cycle') return withoutUndefined({ kind: 'oneCycle' as const, peak, warmUpPart });
  return rate;
}

// An option given as undefined would be one given, to those who look at the keys.
function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
