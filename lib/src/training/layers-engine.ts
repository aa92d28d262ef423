import type { Sequential } from '@tensorflow/tfjs-node';
import { oneHot } from '../datasets/changes/one-hot.js';
import type { Dataset } from '../datasets/dataset.js';
import { modelMetadata } from '../models/metadata.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { scaleImages } from '../models/scale-images.js';
import { type Random, shuffledIndices } from '../random.js';
import { tf } from '../tensorflow.js';
import { BestEpoch } from './best-epoch.js';
import { epochRandom } from './epoch-random.js';
import { type EpochRecord, type History, TrainingDivergedError } from './history.js';
import type { TrainSettings } from './options.js';
import { ProgressMeter } from './progress-meter.js';
import { learningRates } from './schedule.js';
import { readWeights, writeWeights } from './weights.js';

/** What only the training graph can do; `LayersModel.fit` has no such thing. */
export function layersObstacle(settings: TrainSettings): string | undefined {
  if (settings.optimizer === 'adamw') return "optimizer 'adamw'";
  if (settings.gradientClipNorm !== Number.POSITIVE_INFINITY) return 'gradientClipNorm';
  if (settings.weightAveraging > 0) return 'weightAveraging';
  if (settings.checkpoint) return 'checkpoint';
  const { shiftPixels, horizontalFlip, mixup } = settings.augmentation;
  if (shiftPixels || horizontalFlip || mixup) return 'augmentation';
  return undefined;
}

/** Trains through tfjs's own `fit`: slow, but able to train every layer tfjs has. */
export async function trainLayers(
  model: Sequential,
  dataset: Dataset,
  settings: TrainSettings,
  engineReason: string,
): Promise<History> {
  const started = performance.now();
  const { epochs, batchSize, seed, signal } = settings;
  const steps = Math.ceil(dataset.count / batchSize);
  const rates = learningRates(settings.learningRate, epochs, steps);
  const optimizer = tf.train.adam(rates[0]!);
  model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const { images, targets } = tensors(model, dataset, settings.labelSmoothing);
  const best = new BestEpoch(settings.earlyStopping, settings.validation !== undefined);
  const meter = new ProgressMeter(settings, steps, dataset.count);
  const records: EpochRecord[] = [];
  let good = readWeights(model);
  let stoppedBy: History['stoppedBy'] = 'epochs';
  try {
    for (let epoch = 1; epoch <= epochs && stoppedBy === 'epochs'; epoch++) {
      const epochStarted = performance.now();
      const random = epochRandom(seed, epoch);
      const order = tf.tensor1d(Int32Array.from(shuffledIndices(dataset.count, random)), 'int32');
      const [shuffledImages, shuffledTargets] = [tf.gather(images, order), tf.gather(targets, order)];
      let diverged = 0;
      meter.startEpoch(epoch);
      const fitted = await model.fit(shuffledImages, shuffledTargets, {
        epochs: 1,
        batchSize,
        shuffle: false,
        verbose: 0,
        callbacks: {
          onBatchBegin: async (batch) => {
            (optimizer as unknown as { learningRate: number }).learningRate =
              rates[(epoch - 1) * steps + batch]!;
            seedDropout(model, random);
          },
          onBatchEnd: async (batch, logs) => {
            const { loss = Number.NaN, acc = Number.NaN, size = 0 } = logs ?? {};
            meter.add(1, size, loss, acc);
            if (!Number.isFinite(loss)) diverged = (epoch - 1) * steps + batch + 1;
            if (diverged > 0 || signal?.aborted) model.stopTraining = true;
          },
        },
      });
      tf.dispose([order, shuffledImages, shuffledTargets]);
      if (diverged > 0) {
        writeWeights(model, good);
        throw new TrainingDivergedError(diverged, epoch, rates[diverged - 1]!, records);
      }
      if (signal?.aborted) {
        stoppedBy = 'signal';
        if (best.epoch > 0 && settings.validation) writeWeights(model, good);
        break;
      }
      const validated = settings.validation ? validate(model, settings.validation) : {};
      const record: EpochRecord = {
        epoch,
        loss: Number(fitted.history.loss?.[0]),
        accuracy: Number(fitted.history.acc?.[0]),
        ...validated,
        learningRate: rates[epoch * steps - 1]!,
        seconds: (performance.now() - epochStarted) / 1000,
      };
      records.push(record);
      if (best.add(record) || !settings.validation) good = readWeights(model);
      await settings.onEpochEnd?.(record);
      if (best.isOver(epoch)) stoppedBy = 'earlyStopping';
      else if (signal?.aborted) stoppedBy = 'signal';
    }
    if (settings.earlyStopping && stoppedBy !== 'signal') writeWeights(model, good);
  } finally {
    tf.dispose([images, targets]);
    optimizer.dispose();
  }
  const seconds = (performance.now() - started) / 1000;
  return { engine: 'layers', engineReason, epochs: records, bestEpoch: best.epoch, stoppedBy, seconds, seed };
}

function tensors(model: Sequential, dataset: Dataset, labelSmoothing: number) {
  const { inputScaling, classNames } = modelMetadata(model);
  const shape = (model.inputs[0]?.shape ?? []).slice(1).map((size) => size ?? 1);
  const classCount = classNames.length;
  const targets = oneHot(dataset.labels, classCount).map(
    (target) => target * (1 - labelSmoothing) + labelSmoothing / classCount,
  );
  return {
    images: tf.tensor(scaleImages(dataset.images, inputScaling), [dataset.count, ...shape], 'float32'),
    targets: tf.tensor2d(targets, [dataset.count, classCount]),
  };
}

/** tfjs draws a dropout mask from the layer's seed at every call, so a new mask needs a new seed. */
function seedDropout(model: Sequential, random: Random): void {
  for (const layer of model.layers)
    if (layer.getClassName() === 'Dropout')
      (layer as unknown as { seed: number }).seed = random.integer(2 ** 31);
}

function validate(model: Sequential, { labels, images, count }: Dataset) {
  const probabilities = predictProbabilities(model, images);
  const classCount = probabilities.length / count;
  let loss = 0;
  let right = 0;
  for (let index = 0; index < count; index++) {
    const row = probabilities.subarray(index * classCount, (index + 1) * classCount);
    const probability = row[labels[index]!]!;
    loss -= Math.log(Math.max(probability, 1e-7));
    if (row.indexOf(Math.max(...row)) === labels[index]) right++;
  }
  return { validationLoss: loss / count, validationAccuracy: right / count };
}
