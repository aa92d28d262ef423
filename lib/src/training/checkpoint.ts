import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { sha256 } from '../files/checksum.js';
import { makeFolder } from '../files/paths.js';
import { isRecord, parseJson } from '../files/read-json.js';
import { writeFailure } from '../files/write-failure.js';
import { writeWholeFile } from '../files/write-whole-file.js';
import { type Engine, requireArrays } from './engine.js';
import type { EpochRecord, History } from './history.js';
import type { TrainSettings } from './train-options.js';
import { trainingIdentity } from './training-identity.js';

const fileName = 'training.checkpoint';

/** The folder in which a training run saves its state. */
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
   * @param warn called if a checkpoint cannot be written, which does not stop training.
   * @throws {Error} if the folder cannot be created, before training starts.
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

  /** Whether a checkpoint is due after an epoch. */
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
      writeWholeFile(file, content, 'Writing a checkpoint');
    } catch (error) {
      this.warn(
        `${(error as Error).message} Training continues, but a killed run cannot be resumed from here.`,
      );
    }
  }

  /**
   * Reads the checkpoint, if there is one. @throws {CheckpointError} if it is damaged or belongs to another
   * run.
   */
  async read(): Promise<Checkpoint | undefined> {
    const { file, identity } = this;
    const bytes = await readIfFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new CheckpointError(
        file,
        `it cannot be read (${error.code ?? error.message}). Make it readable, or delete it to start again.`,
      );
    });
    if (!bytes) return undefined;
    const checkpoint = decodeCheckpoint(file, bytes);
    const names = new Set([...Object.keys(identity), ...Object.keys(checkpoint.identity)]);
    // A resumed run may have another number of epochs.
    names.delete('epochs');
    for (const name of names)
      if (identity[name] !== checkpoint.identity[name])
        throw new CheckpointError(
          file,
          `it belongs to another run: ${name} was ${checkpoint.identity[name]} and is now ${identity[name]}. ` +
            'Use the same options and data, or another checkpoint folder.',
        );
    if (checkpoint.epochs.length > this.settings.epochs)
      throw new CheckpointError(
        file,
        `expected at most ${this.settings.epochs} epochs but found ${checkpoint.epochs.length}. Delete it to start again.`,
      );
    const wanted = this.settings.validation ? 'with' : 'without';
    const isAlike = ({ validationLoss }: EpochRecord) =>
      (validationLoss !== undefined) === (wanted === 'with');
    if (!checkpoint.epochs.every(isAlike))
      throw new CheckpointError(
        file,
        `expected epochs ${wanted} validation metrics but found others. Delete it to start again.`,
      );
    return checkpoint;
  }

  /**
   * Restores an engine's state. @throws {CheckpointError} if it is for another engine, or does not fit the
   * network.
   */
  async restore(engine: Engine, { engine: written, state, bestWeights }: Checkpoint): Promise<void> {
    if (written !== engine.name)
      throw new CheckpointError(
        this.file,
        `it was written by engine '${written}' but engine '${engine.name}' is used now. Set engine '${written}', or use ` +
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
      const message = `its state does not fit the network: ${(cause as Error).message} Delete it to start again.`;
      throw new CheckpointError(this.file, message, { cause });
    }
  }
}

/** Reads a file. Rejects a named pipe, because reading it would never end. */
async function readIfFile(file: string): Promise<Buffer> {
  if (!(await stat(file)).isFile()) throw new Error('it is not a file');
  return await readFile(file);
}

/** The state of a training run after an epoch. */
interface Checkpoint {
  /** Properties that must be equal to resume training: see `trainingIdentity`. */
  readonly identity: Readonly<Record<string, string>>;
  readonly epochs: readonly EpochRecord[];
  readonly engine: Engine['name'];
  /** Whether XLA compiled the steps: without it, rounding would differ. */
  readonly compiled: boolean;
  /** The engine's arrays, by name. */
  readonly state: Readonly<Record<string, Float32Array>>;
  /** Weights of the best epoch, in the order of `model.getWeights()`. */
  readonly bestWeights: readonly Float32Array[];
}

/** Thrown if a checkpoint cannot be used. The message names the file and the fix. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  constructor(file: string, message: string, options?: ErrorOptions) {
    super(`Resuming training from "${file}": ${message}`, options);
  }
}

/** The header before the arrays, as one line of JSON. */
interface CheckpointHeader extends Omit<Checkpoint, 'state' | 'bestWeights'> {
  /** Length of each array, by name, in the order of the file. */
  readonly lengths: Readonly<Record<string, number>>;
}

const mark = 'mnist-lab checkpoint 1 ';
const bestName = (place: number) => `best_${place}`;

/**
 * Encodes a checkpoint: a line with the SHA-256 checksum of the rest, a line of JSON, then 32-bit numbers.
 */
function encodeCheckpoint({ state, bestWeights, ...rest }: Checkpoint): Uint8Array[] {
  const best = Object.fromEntries(bestWeights.map((values, place) => [bestName(place), values]));
  const arrays = { ...state, ...best };
  const lengths = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.length]));
  const header = Buffer.from(`${JSON.stringify({ ...rest, lengths } satisfies CheckpointHeader)}\n`);
  const parts = Object.values(arrays).map((values) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  const body = [header, ...parts];
  return [Buffer.from(`${mark}${sha256(...body)}\n`), ...body];
}

/**
 * Limits of the JSON header, far above the size of any real one. The header grows by one record per epoch.
 */
const headerLimits = { bytes: 2 ** 25, length: 1_000_000 };

/** @throws {CheckpointError} if the file is damaged. */
function decodeCheckpoint(file: string, bytes: Buffer): Checkpoint {
  const damaged = (what: string): never => {
    throw new CheckpointError(file, `${what}. Delete it to start again.`);
  };
  if (bytes.subarray(0, mark.length).toString() !== mark)
    damaged(`it is not a checkpoint: expected it to begin with "${mark.trim()}"`);
  const bodyStart = bytes.indexOf('\n') + 1;
  const sum = bytes.subarray(mark.length, Math.max(mark.length, bodyStart - 1)).toString();
  const found = sha256(bytes.subarray(bodyStart));
  if (found !== sum) damaged(`it is damaged: expected the checksum ${sum} but found ${found}`);
  const start = bytes.indexOf('\n', bodyStart) + 1;
  let parsed: unknown;
  try {
    parsed = parseJson(bytes.toString('utf8', bodyStart, start), file, headerLimits);
  } catch (error) {
    damaged(`it does not begin with a line of JSON (${(error as Error).message.replace(/\.$/, '')})`);
  }
  const header = checkHeader(parsed);
  if (typeof header === 'string') return damaged(header);
  const { lengths, ...rest } = header;
  const expected = start + 4 * Object.values(lengths).reduce((sum, length) => sum + length, 0);
  if (bytes.length !== expected) damaged(`expected ${expected} bytes but found ${bytes.length}`);
  const state: Record<string, Float32Array> = {};
  let offset = start;
  for (const [name, length] of Object.entries(lengths)) {
    state[name] = new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + 4 * length)).buffer);
    if (!state[name].every(Number.isFinite)) damaged(`expected finite numbers but found others in ${name}`);
    offset += 4 * length;
  }
  const bestWeights: Float32Array[] = [];
  for (let place = 0; state[bestName(place)]; place++) {
    bestWeights.push(state[bestName(place)]!);
    delete state[bestName(place)];
  }
  return { ...rest, state, bestWeights };
}

/** @returns the header, or what is invalid about it. */
function checkHeader(header: unknown): CheckpointHeader | string {
  if (!isRecord(header)) return 'expected a JSON object in its header';
  const { identity, epochs, engine, compiled, lengths } = header;
  if (!isRecord(identity) || !Object.values(identity).every((value) => typeof value === 'string'))
    return 'expected strings in the identity of its header';
  if (!Array.isArray(epochs) || epochs.length === 0 || !epochs.every(isEpoch))
    return 'expected valid records of the epochs 1, 2, … in its header';
  if (engine !== 'graph' && engine !== 'layers')
    return `expected engine 'graph' or 'layers' but found ${engine}`;
  if (typeof compiled !== 'boolean') return `expected compiled to be true or false but found ${compiled}`;
  if (
    !isRecord(lengths) ||
    !Object.values(lengths).every((length) => Number.isSafeInteger(length) && (length as number) >= 0)
  )
    return 'expected whole numbers as the lengths in its header';
  return header as unknown as CheckpointHeader;
}

function isEpoch(record: unknown, index: number): boolean {
  if (!isRecord(record) || record.epoch !== index + 1) return false;
  const { epoch, loss, accuracy, validationLoss, validationAccuracy, learningRate, seconds, ...others } =
    record;
  const figures = [loss, learningRate, seconds, validationLoss ?? 0];
  const shares = [accuracy, validationAccuracy ?? 0];
  return (
    [...figures, ...shares].every((figure) => Number.isFinite(figure) && (figure as number) >= 0) &&
    shares.every((share) => (share as number) <= 1) &&
    (validationLoss === undefined) === (validationAccuracy === undefined) &&
    Object.keys(others).length === 0
  );
}
