import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import type { EpochRecord } from './history.js';
import type { TrainSettings } from './options.js';

/** The state of a training after a whole number of epochs. */
export interface Checkpoint {
  /** What must be the same for the training to go on: see `trainingIdentity`. */
  readonly identity: Readonly<Record<string, string>>;
  readonly epochs: readonly EpochRecord[];
  /** Whether XLA compiled the steps: the other way would round differently. */
  readonly compiled: boolean;
  /** Arrays by name. */
  readonly state: Readonly<Record<string, Float32Array>>;
}

const fileName = 'training.checkpoint';

/** What makes two trainings the same one, field by field. */
export function trainingIdentity(
  model: Sequential,
  dataset: Dataset,
  settings: TrainSettings,
): Record<string, string> {
  const { signal, onEpochEnd, onProgress, checkpoint, validation, engine, ...options } = settings;
  const identity: Record<string, string> = {};
  for (const [name, value] of Object.entries(options))
    identity[name] = typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);
  identity.layers = JSON.stringify(model.layers.map((layer) => [layer.getClassName(), layer.outputShape]));
  identity.dataset = digest(dataset);
  identity.validation = validation ? digest(validation) : 'none';
  return identity;
}

function digest({ images, labels }: Dataset): string {
  return createHash('sha256').update(images).update(labels).digest('hex').slice(0, 16);
}

/** Writes a checkpoint under a temporary name and renames it, so that there is always a whole one. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const { state, ...rest } = checkpoint;
  const lengths = Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.length]));
  const header = Buffer.from(`${JSON.stringify({ ...rest, lengths })}\n`);
  const parts = Object.values(state).map((values) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  await mkdir(directory, { recursive: true });
  const temporary = join(directory, `${fileName}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, Buffer.concat([header, ...parts]), { flush: true });
    await rename(temporary, join(directory, fileName));
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Reads the checkpoint of a training from a folder; undefined if there is none.
 *
 * @throws {Error} if it is damaged or belongs to another training; it says which option differs.
 */
export async function readCheckpoint(
  directory: string,
  identity: Readonly<Record<string, string>>,
): Promise<Checkpoint | undefined> {
  const path = join(directory, fileName);
  const doing = `Resuming the training from "${path}"`;
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const start = bytes.indexOf('\n') + 1;
  let header: Omit<Checkpoint, 'state'> & { lengths: Record<string, number> };
  try {
    header = JSON.parse(bytes.subarray(0, start).toString());
  } catch (cause) {
    throw new Error(`${doing}: it does not begin with a line of JSON. Delete it to start anew.`, { cause });
  }
  const { lengths, ...rest } = header;
  const expected = start + 4 * Object.values(lengths).reduce((sum, length) => sum + length, 0);
  if (bytes.length !== expected)
    throw new Error(
      `${doing}: expected ${expected} bytes but found ${bytes.length}. Delete it to start anew.`,
    );
  for (const name of new Set([...Object.keys(identity), ...Object.keys(rest.identity)]))
    if (identity[name] !== rest.identity[name])
      throw new Error(
        `${doing}: it belongs to another training: ${name} was ${rest.identity[name]} and is now ` +
          `${identity[name]}. Use the same options and data, or another checkpoint folder.`,
      );
  let offset = start;
  const state = Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => {
      const values = new Float32Array(
        bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 4 * length),
      );
      offset += 4 * length;
      return [name, values];
    }),
  );
  return { ...rest, state };
}
