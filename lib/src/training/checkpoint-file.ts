import { createHash } from 'node:crypto';
import { upgradeHeader } from './checkpoint-upgrade.js';
import type { Engine } from './engine.js';
import type { EpochRecord } from './history.js';

/** The state of a training after a whole number of epochs. */
export interface Checkpoint {
  /** What must be the same for the training to go on: see `trainingIdentity`. */
  readonly identity: Readonly<Record<string, string>>;
  readonly epochs: readonly EpochRecord[];
  readonly engine: Engine['name'];
  /** Whether XLA compiled the steps: the other way would round differently. */
  readonly compiled: boolean;
  /** The engine's arrays, by name. */
  readonly state: Readonly<Record<string, Float32Array>>;
  /** Of the best epoch, in the order of `model.getWeights()`. */
  readonly bestWeights: readonly Float32Array[];
}

/** Thrown where a checkpoint cannot be used; the message names the file and what to do. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';

  constructor(file: string, message: string, options?: ErrorOptions) {
    super(`Resuming the training from "${file}": ${message}`, options);
  }
}

/** What stands in front of the numbers, as JSON in one line. */
export interface CheckpointHeader extends Omit<Checkpoint, 'state' | 'bestWeights'> {
  /** Numbers of each array, by name, in the order in which they follow. */
  readonly lengths: Readonly<Record<string, number>>;
}

const mark = 'mnist-lab checkpoint 2 ';
const bestName = (place: number) => `best_${place}`;

/**
 * A checkpoint as a file: a line with the sum (SHA-256) of all that follows, a line of JSON, then numbers of 32 bits.
 */
export function encodeCheckpoint({ state, bestWeights, ...rest }: Checkpoint): Uint8Array[] {
  const best = Object.fromEntries(bestWeights.map((values, place) => [bestName(place), values]));
  const arrays = { ...state, ...best };
  const lengths = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.length]));
  const header = Buffer.from(`${JSON.stringify({ ...rest, lengths } satisfies CheckpointHeader)}\n`);
  const parts = Object.values(arrays).map((values) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  const body = [header, ...parts];
  return [Buffer.from(`${mark}${sumOf(body)}\n`), ...body];
}

/** @throws {CheckpointError} if the file is damaged. */
export function decodeCheckpoint(file: string, bytes: Buffer): Checkpoint {
  const damaged = (what: string): never => {
    throw new CheckpointError(file, `${what}. Delete it to start anew.`);
  };
  const isMarked = bytes.subarray(0, mark.length).toString() === mark;
  const bodyStart = isMarked ? bytes.indexOf('\n') + 1 : 0;
  if (isMarked) {
    const expected = bytes.subarray(mark.length, Math.max(mark.length, bodyStart - 1)).toString();
    const found = sumOf([bytes.subarray(bodyStart)]);
    if (found !== expected) damaged(`it is damaged: expected the sum ${expected} but found ${found}`);
  }
  const start = bytes.indexOf('\n', bodyStart) + 1;
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.subarray(bodyStart, start).toString());
  } catch {
    damaged('it does not begin with a line of JSON');
  }
  const header = checkHeader(isMarked ? parsed : upgradeHeader(parsed));
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

/** @returns the header, or what is wrong with it. */
function checkHeader(header: unknown): CheckpointHeader | string {
  if (!isRecord(header)) return 'expected a JSON object in its header';
  const { identity, epochs, engine, compiled, lengths } = header;
  if (!isRecord(identity) || !Object.values(identity).every((value) => typeof value === 'string'))
    return 'expected texts in the identity of its header';
  if (!Array.isArray(epochs) || epochs.length === 0 || !epochs.every(isEpoch))
    return 'expected records of the epochs 1, 2, … with figures that can be in its header';
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sumOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const each of parts) hash.update(each);
  return hash.digest('hex');
}
