import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { makeFolder } from '../files/folders.js';
import { writeFailure } from '../files/write-failure.js';
import { writeWholeFile } from '../files/write-whole-file.js';
import { type Checkpoint, CheckpointError, decodeCheckpoint, encodeCheckpoint } from './checkpoint-file.js';
import { type Engine, requireArrays } from './engine.js';
import type { EpochRecord, History } from './history.js';
import type { TrainSettings } from './train-options.js';
import { trainingIdentity } from './training-identity.js';

const fileName = 'training.checkpoint';

/** The folder in which a training keeps its state. */
export class CheckpointFolder {
  private readonly file: string;

  private constructor(
    private readonly settings: TrainSettings,
    private readonly identity: Readonly<Record<string, string>>,
    private readonly warn: (message: string) => void,
  ) {
    this.file = join(settings.checkpoint!.directory, fileName);
  }

  /**
   * @param warn told when a checkpoint cannot be written: that is no reason to lose what was learned.
   * @throws {Error} if the folder cannot be made, before anything is trained.
   */
  static async open(
    model: Sequential,
    dataset: Dataset,
    settings: TrainSettings,
    warn: (message: string) => void,
  ): Promise<CheckpointFolder> {
    const folder = new CheckpointFolder(settings, trainingIdentity(model, dataset, settings), warn);
    const { directory } = settings.checkpoint!;
    try {
      makeFolder(directory);
    } catch (error) {
      throw writeFailure('Making a folder for checkpoints', directory, error);
    }
    return folder;
  }

  /** Whether a checkpoint is to be written after an epoch. */
  isDue(epoch: number, stoppedBy: History['stoppedBy']): boolean {
    const { checkpoint, epochs } = this.settings;
    return epoch % checkpoint!.everyEpochs === 0 || epoch === epochs || stoppedBy !== 'epochs';
  }

  async write(
    engine: Engine,
    epochs: readonly EpochRecord[],
    bestWeights: readonly Float32Array[],
  ): Promise<void> {
    const { identity, file } = this;
    const { name, compiled } = engine;
    const state = await engine.state();
    try {
      const content = encodeCheckpoint({ identity, epochs, engine: name, compiled, state, bestWeights });
      await writeWholeFile(file, content, 'Writing a checkpoint');
    } catch (error) {
      this.warn(
        `${(error as Error).message} The training goes on; what it learns is not lost unless it is killed.`,
      );
    }
  }

  /**
   * The checkpoint in the folder; undefined if there is none.
   *
   * @throws {CheckpointError} if it is damaged or belongs to another training; it says which option differs.
   */
  async read(): Promise<Checkpoint | undefined> {
    const { file, identity } = this;
    const bytes = await readIfFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new CheckpointError(
        file,
        `it cannot be read (${error.code ?? error.message}). Make it readable, or delete it to start anew.`,
      );
    });
    if (!bytes) return undefined;
    const checkpoint = decodeCheckpoint(file, bytes);
    for (const name of new Set([...Object.keys(identity), ...Object.keys(checkpoint.identity)]))
      if (identity[name] !== checkpoint.identity[name])
        throw new CheckpointError(
          file,
          `it belongs to another training: ${name} was ${checkpoint.identity[name]} and is now ${identity[name]}. ` +
            'Use the same options and data, or another checkpoint folder.',
        );
    if (checkpoint.epochs.length > this.settings.epochs)
      throw new CheckpointError(
        file,
        `expected at most ${this.settings.epochs} epochs but found ${checkpoint.epochs.length}. Delete it to start anew.`,
      );
    const wanted = this.settings.validation ? 'with' : 'without';
    const isAlike = ({ validationLoss }: EpochRecord) =>
      (validationLoss !== undefined) === (wanted === 'with');
    if (!checkpoint.epochs.every(isAlike))
      throw new CheckpointError(
        file,
        `expected epochs ${wanted} figures of validation but found others. Delete it to start anew.`,
      );
    return checkpoint;
  }

  /**
   * Puts a checkpoint's state into the engine that is to go on with it.
   *
   * @throws {CheckpointError} if it is another engine's, or does not fit the network.
   */
  async restore(engine: Engine, { engine: written, state, bestWeights }: Checkpoint): Promise<void> {
    if (written !== engine.name)
      throw new CheckpointError(
        this.file,
        `engine '${written}' wrote it and engine '${engine.name}' is to go on. Ask for engine '${written}', or use ` +
          'another checkpoint folder.',
      );
    try {
      await engine.restore(state);
      const best = Object.fromEntries(bestWeights.map((values, place) => [`best_${place}`, values]));
      requireArrays(
        best,
        engine.weights().map(({ length }, place) => [`best_${place}`, length] as const),
      );
    } catch (cause) {
      const message = `its state does not fit the network: ${(cause as Error).message} Delete it to start anew.`;
      throw new CheckpointError(this.file, message, { cause });
    }
  }
}

/** A pipe of that name would keep one waiting for ever. */
async function readIfFile(file: string): Promise<Buffer> {
  if (!(await stat(file)).isFile()) throw new Error('it is no file');
  return await readFile(file);
}
