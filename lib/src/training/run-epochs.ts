import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { scorePredictions } from '../evaluation/score-predictions.js';
import { createRandom, type Random } from '../random.js';
import { CheckpointFolder } from './checkpoint.js';
import { classFactors } from './class-weights.js';
import type { Engine, OpenEngine } from './engine.js';
import { type EpochRecord, type History, TrainingDivergedError } from './history.js';
import { TrainingLog } from './log/training-log.js';
import { slownessOf } from './mixed-precision.js';
import type { EarlyStopping, OptimizerChoice } from './option-types.js';
import { ProgressMeter } from './progress-meter.js';
import { learningRates } from './schedule.js';
import type { TrainSettings } from './train-options.js';
import { readWeights, writeWeights } from './weights.js';

/**
 * Runs the epochs of a training run with any engine. Handles validation, best and last weights, early
 * stopping, the signal, divergence, checkpoints and progress.
 *
 * The model ends with the weights of
 * - its best epoch, with early stopping, or if it was aborted and there is a validation set;
 * - its last complete epoch, if training failed or all epochs were completed;
 * - the last step before the abort otherwise.
 */
export async function runEpochs(
  model: Sequential,
  dataset: Dataset,
  settings: TrainSettings,
  openEngine: OpenEngine,
): Promise<History> {
  const started = performance.now();
  const { epochs, batchSize, seed, signal, validation, earlyStopping, logDirectory, onWarning } = settings;
  const steps = Math.ceil(dataset.count / batchSize);
  const rates = learningRates(settings.learningRate, epochs, steps);
  const warnings: string[] = [];
  const warn = (message: string) => {
    warnings.push(message);
    onWarning?.(message);
  };
  const slowness = slownessOf(settings.precision);
  if (slowness !== undefined) warn(slowness);
  const folder = settings.checkpoint && (await CheckpointFolder.open(model, dataset, settings, warn));
  const resumed = settings.checkpoint?.resume ? await folder?.read() : undefined;
  const log =
    logDirectory === undefined
      ? undefined
      : await TrainingLog.open(logDirectory, { model, dataset, settings }, warn);
  const engine = openEngine(resumed?.compiled);
  const best = new BestEpoch(earlyStopping, validation !== undefined);
  const meter = new ProgressMeter(settings, steps, dataset.count);
  const records: EpochRecord[] = [];
  let lastWeights = readWeights(model);
  let bestWeights = lastWeights;
  let stoppedBy: History['stoppedBy'] = 'epochs';
  try {
    if (resumed) {
      warnOfEpochs(resumed.identity.epochs, settings, warn);
      for (const record of resumed.epochs) {
        records.push(record);
        best.add(record);
        if (log) await log.add(record);
      }
      await folder!.restore(engine, resumed);
      lastWeights = engine.weights();
      bestWeights = [...resumed.bestWeights];
      if (best.isOver(records.length)) stoppedBy = 'earlyStopping';
    }
    for (let epoch = records.length + 1; epoch <= epochs && stoppedBy === 'epochs'; epoch++) {
      const epochStarted = performance.now();
      meter.startEpoch(epoch);
      const stepsBefore = (epoch - 1) * steps;
      const end = await engine.trainEpoch({
        ...{ epoch, stepsBefore, steps, rates, signal },
        random: epochRandom(seed, epoch),
        onSteps: (done, images, lossSum, rightSum) => meter.add(done, images, lossSum, rightSum),
      });
      if (end === 'interrupted') {
        stoppedBy = 'aborted';
        break;
      }
      const weights = engine.weights();
      const isWhole = weights.every((values) => values.every(Number.isFinite));
      if (end !== 'done' || !isWhole) {
        const step = stepsBefore + (end === 'done' ? steps : end.divergedAtStep);
        throw new TrainingDivergedError(step, epoch, rates[step - 1]!, records);
      }
      lastWeights = weights;
      const record: EpochRecord = {
        epoch,
        loss: meter.loss,
        accuracy: meter.accuracy,
        ...(validation && validate(engine, validation)),
        learningRate: rates[epoch * steps - 1]!,
        seconds: (performance.now() - epochStarted) / 1000,
      };
      records.push(record);
      if (best.add(record)) bestWeights = weights;
      if (best.isOver(epoch)) stoppedBy = 'earlyStopping';
      if (log) await log.add(record);
      if (folder?.isDue(epoch, stoppedBy)) await folder.write(engine, records, bestWeights);
      if (settings.onEpochEnd) {
        writeWeights(model, weights);
        await settings.onEpochEnd(record);
      }
      if (signal?.aborted && stoppedBy === 'epochs' && epoch < epochs) stoppedBy = 'aborted';
    }
    const keepsBest = earlyStopping !== undefined || (stoppedBy === 'aborted' && validation !== undefined);
    const current = stoppedBy === 'aborted' ? engine.weights() : lastWeights;
    writeWeights(model, keepsBest && best.epoch > 0 ? bestWeights : current);
    if (log) await log.end('success');
  } catch (error) {
    writeWeights(model, earlyStopping ? bestWeights : lastWeights);
    if (log) await log.end('failure');
    throw error;
  } finally {
    engine.close();
  }
  const factors = classFactors(dataset, settings.classWeights);
  warnOfLoss(records.at(-1), factors ?? new Float32Array(dataset.classNames.length).fill(1), warn);
  const seconds = (performance.now() - started) / 1000;
  const { name, reason } = engine;
  return {
    ...{
      engine: name,
      engineReason: reason,
      precision: settings.precision,
      optimizer: settings.optimizer as OptimizerChoice,
      epochs: records,
      bestEpoch: best.epoch,
    },
    ...{ stoppedBy, seconds, seed, warnings },
    ...(factors && {
      classWeights: Object.fromEntries(dataset.classNames.map((each, label) => [each, factors[label]!])),
    }),
  };
}

function validate(engine: Engine, validation: Dataset) {
  const { loss, accuracy } = scorePredictions(engine.probabilities(validation), validation.labels);
  return { validationLoss: loss, validationAccuracy: accuracy };
}

/** Warns that a different number of epochs makes the learning rate or the augmentation strength jump on resuming. */
function warnOfEpochs(
  before: string | undefined,
  { epochs, learningRate, augmentationAnnealing }: TrainSettings,
  warn: (message: string) => void,
): void {
  if (before === String(epochs) || (learningRate.kind === 'constant' && !augmentationAnnealing)) return;
  const what = learningRate.kind === 'constant' ? 'The strength of augmentations' : 'The learning rate';
  warn(
    `${what} now follows the schedule for ${epochs} epochs. The checkpoint's epochs followed the one for ${before}.`,
  );
}

/** Warns if the loss is finite but far above that of random guessing: such a run has diverged, too. */
function warnOfLoss(
  last: EpochRecord | undefined,
  classWeights: Float32Array,
  warn: (message: string) => void,
): void {
  const classCount = classWeights.length;
  const guessing = Math.log(classCount) * (classWeights.reduce((sum, each) => sum + each, 0) / classCount);
  if (last && classCount > 1 && last.loss > 2 * guessing)
    warn(
      `The loss of the last epoch, ${last.loss.toPrecision(3)}, is far above the loss of random guessing, ` +
        `${guessing.toPrecision(3)}: training diverged. Try a smaller learning rate, or clipNorm.`,
    );
}

/**
 * The generator for everything random in an epoch. It depends only on the seed and the number of the epoch,
 * so a resumed run draws the same numbers.
 */
export function epochRandom(seed: number, epoch: number): Random {
  return createRandom(Number(BigInt.asUintN(52, BigInt(seed) * 1_000_003n + BigInt(epoch))));
}

/** Tracks the best value of the monitored metric. */
class BestEpoch {
  /** Number of the best epoch so far, 0 before the first. */
  epoch = 0;
  private best = Number.NaN;
  private readonly monitor: NonNullable<EarlyStopping['monitor']>;

  constructor(
    private readonly stopping: EarlyStopping | undefined,
    hasValidation: boolean,
  ) {
    this.monitor = stopping?.monitor ?? (hasValidation ? 'validationLoss' : 'loss');
  }

  /** @returns whether this epoch is the best so far. */
  add(record: EpochRecord): boolean {
    const figure = record[this.monitor] ?? Number.NaN;
    const gain = this.monitor.toLowerCase().endsWith('loss') ? this.best - figure : figure - this.best;
    const better = this.epoch === 0 || gain > (this.stopping?.minDelta ?? 0);
    if (better) {
      this.best = figure;
      this.epoch = record.epoch;
    }
    return better;
  }

  /** Whether the patience of early stopping is exhausted after this epoch. */
  isOver(epoch: number): boolean {
    return this.stopping !== undefined && epoch - this.epoch >= this.stopping.patience;
  }
}
