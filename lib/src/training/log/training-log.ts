import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../../datasets/dataset.js';
import { modelMetadata } from '../../models/metadata.js';
import { inputLength } from '../../models/shapes.js';
import { flagsOfOptions } from '../../options/flags.js';
import type { EpochRecord } from '../history.js';
import type { TrainSettings } from '../train-options.js';
import { trainingOptions } from '../training-options.js';
import { EventFile, endEvent, type LogEvent, scalarsEvent, settingsEvent } from './event-file.js';

/** The options that affect training, without those about output paths. */
const { checkpoint, logDirectory, ...options } = trainingOptions;

/**
 * Logs a training run in a folder for TensorBoard, with Keras's names: `train` and `validation` are two runs,
 * so that their curves share a chart. The folder itself contains the settings. If several runs use the same
 * folder, TensorBoard shows the curves of the last run, but the settings of the first.
 */
export class TrainingLog {
  private hasFailed = false;

  private constructor(
    private readonly whole: EventFile,
    private readonly train: EventFile,
    private readonly validation: EventFile | undefined,
    private readonly warn: (message: string) => void,
  ) {}

  /**
   * @param directory preferably a new folder for each training run.
   * @param warn called if a later write fails, which does not stop training.
   * @throws {Error} if the folder cannot be created or written to, before training starts.
   */
  static async open(
    directory: string,
    { model, dataset, settings }: { model: Sequential; dataset: Dataset; settings: TrainSettings },
    warn: (message: string) => void,
  ): Promise<TrainingLog> {
    const create = (...folders: string[]) => EventFile.create(path.join(directory, ...folders), 1);
    const validation = settings.validation && (await create('validation'));
    const log = new TrainingLog(await create(), await create('train'), validation, warn);
    await log.write(log.whole, settingsEvent(startedWith(model, dataset, settings)));
    return log;
  }

  async add(record: EpochRecord): Promise<void> {
    const { epoch, loss, accuracy, learningRate, validationLoss, validationAccuracy } = record;
    const rate = { epoch_learning_rate: learningRate };
    await this.write(this.train, scalarsEvent(epoch, { ...curves(loss, accuracy), ...rate }));
    if (this.validation)
      await this.write(this.validation, scalarsEvent(epoch, curves(validationLoss, validationAccuracy)));
  }

  async end(ending: 'success' | 'failure'): Promise<void> {
    await this.write(this.whole, endEvent(ending));
  }

  private async write(file: EventFile, event: LogEvent): Promise<void> {
    // A failed write may leave an incomplete record. Nothing after it could be read, so write nothing more.
    if (this.hasFailed) return;
    try {
      await file.add([event]);
    } catch (error) {
      this.hasFailed = true;
      this.warn(`${(error as Error).message} Training continues, but its log ends here.`);
    }
  }
}

function startedWith(model: Sequential, dataset: Dataset, settings: TrainSettings): Record<string, unknown> {
  const dense = model.layers.filter((layer) => layer.getClassName() === 'Dense');
  const start = {
    model: modelMetadata(model).name,
    sizes: [inputLength(model), ...dense.map(({ outputShape }) => outputShape.at(-1))].join('-'),
    parameters: model.countParams(),
    images: dataset.count,
    ...flagsOfOptions(options, settings),
  };
  // Omit infinite values (no limit), because a numeric column cannot contain text.
  return Object.fromEntries(Object.entries(start).filter(([, value]) => value !== Number.POSITIVE_INFINITY));
}

function curves(loss: number | undefined, accuracy: number | undefined) {
  return { epoch_loss: loss, epoch_accuracy: accuracy };
}
