import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset, LoadedDataset } from '../../datasets/dataset.js';
import type { LoadOptions } from '../../datasets/load-dataset.js';
import { makeFolder } from '../../files/paths.js';
import { lessonAbout } from '../../lessons/find-lesson.js';
import type { ModelMetadata } from '../../models/model-metadata.js';
import { ProgressLine } from '../../terminal/progress-line.js';
import { countOf, formatPercent, formatSeconds } from '../../text/format.js';
import type { EpochRecord, History, TrainProgress } from '../../training/history.js';
import type { TrainOptions } from '../../training/train-options.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { exitCode, inputError, usageError } from '../exit-code.js';
import { folderWarnings, loadForCommand } from '../load-for-command.js';
import { readLocation } from '../shared-options.js';
import { type TrainValues, trainValues } from '../train-values.js';

/** Loads and splits the dataset, and trains, tests and saves a network. */
export async function runTrain(
  [name]: readonly [string],
  options: ParsedOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const values = await trainValues(options, options.config as string | undefined);
  const { imageShape, testSize, preprocessing = 'resize', skipBroken = false } = values.command;
  const { validationSize = 0.1, calibrate } = values.command;
  const { seed = 42 } = values.training;
  const reading = {
    ...readLocation(options),
    imageShape,
    testSize,
    preprocessing,
    skipBroken,
    test: options.test !== false,
  };
  const dataset = await loadForCommand(name, reading, context);
  const {
    calibrateModel,
    datasetEntry,
    fitOodDetector,
    isDatasetName,
    modelMetadata,
    setModelMetadata,
    splitValidation,
  } = await import('../../index.js');
  const { hasEnoughImages } = await import('../../evaluation/fit-ood-detector.js');
  if (dataset.classNames.length < 2)
    throw inputError(
      `Training on ${name}: expected at least two classes but found one, ${dataset.classNames[0]}. Run mnist-lab inspect ${name} for details.`,
    );
  for (const warning of options.json ? [] : folderWarnings(dataset)) context.terminal.err(`${warning}\n`);
  if (dataset.validation && values.given.validationSize && values.given.recipe === undefined)
    throw usageError(
      `Training on ${name}: the dataset has a validation split, so --validation-size must be 0 or left out but is ${validationSize}.`,
    );
  const { train: own, validation } =
    validationSize > 0 && !dataset.validation
      ? splitValidation(dataset.train, { size: validationSize, seed })
      : { train: dataset.train, validation: validationSize > 0 ? dataset.validation : undefined };
  const others = ((options.also as string | undefined) ?? '').split(',').filter((each) => each !== '');
  const train = await withOthers(own, others, reading, context);
  const model = await createModel(dataset, train, values);
  const directory = await outputFolder(
    (options.output as string) ?? path.join('models', modelMetadata(model).name),
  );
  const history = await trainWithProgress(model, train, validation, values, context);
  const interrupted = history.stoppedBy === 'aborted';
  if (calibrate && validation && !interrupted) calibrateModel(model, validation);
  // The detector is fitted on other outliers for characters than for garments, so it needs the preprocessing.
  setModelMetadata(model, {
    preprocessing: isDatasetName(dataset.name) ? datasetEntry(dataset.name).preprocessing : preprocessing,
  });
  if (validation && hasEnoughImages(validation) && !interrupted) fitOodDetector(model, validation);
  const test = options.test && !interrupted ? await testResult(model, dataset.test) : undefined;
  // Omit paths of checkpoints and logs, which do not affect the model: the model may be shared.
  const { checkpoint, checkpointEvery, resume, logDir, ...given } = values.given;
  const trainedWith = {
    dataset: dataset.name,
    ...(others.length > 0 ? { also: others } : {}),
    ...given,
    seed,
    validationSize: dataset.validation ? (validation?.count ?? 0) : validationSize,
  };
  await saveSomewhere(model, directory, {
    trainedWith,
    ...(test ? { test } : {}),
  });
  return {
    data: { directory, dataset: dataset.name, settings: values.given, history, test: test ?? null },
    text: summary(history, directory, test, dataset.test.count) + whereCurvesAre(values.training),
    exitCode: interrupted ? exitCode.interrupted : exitCode.done,
  };
}

/**
 * Adds the training images of other datasets with the same classes. Validation and test sets stay the same.
 */
async function withOthers(
  own: Dataset,
  others: readonly string[],
  reading: LoadOptions,
  context: CommandContext,
): Promise<Dataset> {
  const { concatenateDatasets } = await import('../../index.js');
  const imageShape = [own.rows, own.columns] as const;
  let train = own;
  for (const name of others) {
    const { train: more } = await loadForCommand(name, { ...reading, imageShape, test: false }, context);
    try {
      train = concatenateDatasets([train, more]);
    } catch (error) {
      throw inputError(`Training on ${name} as well: ${(error as Error).message}`, error);
    }
  }
  return train;
}

/** Creates the folder before training, so that a failure loses no work. */
async function outputFolder(folder: string): Promise<string> {
  const directory = path.resolve(folder);
  try {
    makeFolder(directory);
    await access(directory, constants.W_OK);
    return directory;
  } catch (error) {
    throw inputError(
      `Saving a model in ${directory}: the folder is not writable (${(error as Error).message}). Choose another one with --output.`,
      error,
    );
  }
}

/**
 * Saves a trained model. If that fails, tries next to its folder, then in the system's temporary folder.
 *
 * @throws {Error} if it could not be saved in its folder. The message names another folder if saving there worked.
 */
async function saveSomewhere(
  model: Sequential,
  directory: string,
  metadata: Partial<ModelMetadata>,
): Promise<void> {
  const { saveModel } = await import('../../index.js');
  try {
    await saveModel(model, directory, metadata);
  } catch (error) {
    // NaN weights and invalid metadata cannot be saved anywhere.
    if (error instanceof RangeError) throw error;
    const name = `${path.basename(directory)}-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`;
    for (const folder of [path.dirname(directory), os.tmpdir()]) {
      const place = path.join(folder, name);
      const isSaved = await saveModel(model, place, metadata).then(
        () => true,
        () => false,
      );
      if (!isSaved) continue;
      const { message } = error as Error;
      throw new Error(`${message} The trained model is in ${place}.`, { cause: error });
    }
    throw error;
  }
}

async function createModel(dataset: LoadedDataset, train: Dataset, values: TrainValues): Promise<Sequential> {
  const { measureInputScaling } = await import('../../index.js');
  const { createNetwork } = await import('../../models/create-network.js');
  const lesson = lessonAbout(dataset.name);
  return createNetwork({
    ...(lesson && { name: lesson.modelName }),
    ...(values.network.architecture === 'cnn' ? {} : lesson?.network),
    ...values.network,
    seed: values.training.seed,
    imageShape: [train.rows, train.columns],
    classNames: dataset.classNames,
    ...(values.command.standardize ? { inputScaling: measureInputScaling(train.images) } : {}),
  });
}

async function trainWithProgress(
  model: Sequential,
  dataset: Dataset,
  validation: Dataset | undefined,
  values: TrainValues,
  { terminal, signal }: CommandContext,
): Promise<History> {
  const { prepareTraining, train } = await import('../../training/train.js');
  const progress = new ProgressLine(terminal.progress);
  // The default batch size is 128. With fewer images, use all of them as one batch.
  const batchSize = values.training.batchSize ?? (dataset.count < 128 ? dataset.count : undefined);
  const options: TrainOptions = {
    ...values.training,
    ...(batchSize === undefined ? {} : { batchSize }),
    validation,
    signal,
    onEpochEnd: (record) => progress.line(epochLine(record, values.training.epochs ?? 10)),
    // In a pipe, one line per epoch is enough.
    onProgress: terminal.progress.interactive ? (now) => progress.update(progressLine(now)) : undefined,
    onWarning: (message) => progress.line(`Warning: ${message}`),
  };
  try {
    prepareTraining(model, dataset, options);
  } catch (error) {
    // Some values are valid on their own but not for this dataset, such as a batch size larger than the
    // dataset.
    if (error instanceof RangeError) throw usageError(error.message);
    throw error;
  }
  try {
    return await train(model, dataset, options);
  } finally {
    progress.clear();
  }
}

async function testResult(model: Sequential, dataset: Dataset) {
  const { evaluate } = await import('../../index.js');
  const { accuracy, loss } = evaluate(model, dataset);
  return { accuracy, loss };
}

function progressLine({ epoch, epochs, step, steps, ...now }: TrainProgress): string {
  const width = 24;
  const filled = Math.round((width * step) / steps);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const rate = `${Math.round(now.samplesPerSecond).toLocaleString('en')} images/s`;
  const left = `${formatSeconds(now.secondsLeft)} left`;
  const figures = `loss ${now.loss.toFixed(4)}  accuracy ${formatPercent(now.accuracy)}`;
  return `epoch ${epoch}/${epochs} ${bar} ${figures}  ${rate}  ${left}`;
}

function epochLine(record: EpochRecord, epochs: number): string {
  const { epoch, loss, accuracy, validationLoss, validationAccuracy, learningRate, seconds } = record;
  const validation =
    validationLoss === undefined || validationAccuracy === undefined
      ? ''
      : `  validation loss ${validationLoss.toFixed(4)}  accuracy ${formatPercent(validationAccuracy)}`;
  const number = `${epoch}`.padStart(`${epochs}`.length);
  const training = `loss ${loss.toFixed(4)}  accuracy ${formatPercent(accuracy)}`;
  return `epoch ${number}/${epochs}  ${training}${validation}  learning rate ${learningRate.toPrecision(3)}  ${formatSeconds(seconds)}`;
}

function whereCurvesAre({ logDirectory }: TrainOptions): string {
  return logDirectory === undefined ? '' : `Training curves: tensorboard --logdir ${logDirectory}\n`;
}

function summary(
  history: History,
  directory: string,
  test: { accuracy: number; loss: number } | undefined,
  testCount: number,
): string {
  const { stoppedBy, epochs, bestEpoch, seconds, engine, engineReason } = history;
  const endings = {
    epochs: 'all epochs completed',
    earlyStopping: `stopped early, best epoch ${bestEpoch}`,
    aborted:
      epochs.length > 0 ? 'interrupted, with the best weights so far' : 'interrupted in the first epoch',
  };
  return [
    `Trained ${countOf(epochs.length, 'epoch')} in ${formatSeconds(seconds)} (${endings[stoppedBy]}; engine ${engine}: ${engineReason}).`,
    ...(test
      ? [
          `Test: accuracy ${formatPercent(test.accuracy)} on ${countOf(testCount, 'image')}, loss ${test.loss.toFixed(4)}.`,
        ]
      : []),
    `Saved in ${directory}`,
    '',
  ].join('\n');
}
