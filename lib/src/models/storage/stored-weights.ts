import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { NamedTensorMap, Sequential, Tensor } from '@tensorflow/tfjs-node';
import { sha256 } from '../../files/checksum.js';
import { tf } from '../../tensorflow-js.js';
import { reasonOf } from './build-model.js';
import { byteLength, type WeightSpec, type WeightsGroup } from './model-file.js';

/** Reads the weights of a manifest. @throws {Error} if a file cannot be read, or its length or checksum is wrong. */
export async function readWeights(
  directory: string,
  manifest: readonly WeightsGroup[],
  doing: string,
): Promise<ArrayBuffer> {
  const lengths = await Promise.all(manifest.map((group) => checkLength(directory, group, doing)));
  const all = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const { paths, sha256 } of manifest) {
    for (const [index, name] of paths.entries()) {
      const bytes = await read(() => readFile(path.join(directory, name)), name, doing);
      if (offset + bytes.length > all.length) throw damaged(name, 'its length has changed meanwhile', doing);
      checkSum(bytes, name, sha256?.[index], doing);
      all.set(bytes, offset);
      offset += bytes.length;
    }
  }
  if (offset !== all.length) throw damaged('its files', 'their length has changed meanwhile', doing);
  return all.buffer;
}

/**
 * Checks the files' lengths before reading, because a wrong file may be of any size. @returns the length of a
 * group's weights.
 */
async function checkLength(
  directory: string,
  { paths, weights }: WeightsGroup,
  doing: string,
): Promise<number> {
  const expected = weights.reduce((sum, spec) => sum + byteLength(spec), 0);
  let found = 0;
  for (const name of paths) {
    const status = await read(() => stat(path.join(directory, name)), name, doing);
    if (!status.isFile()) throw damaged(name, 'expected a file but found something else', doing);
    found += status.size;
  }
  if (found !== expected)
    throw damaged(paths.join('", "'), `expected ${expected} bytes of weights but found ${found}`, doing);
  return expected;
}

/**
 * Compares a weight file with its checksum in `model.json` and the one in its name, where they exist. Earlier
 * versions stored the checksum only in the name.
 */
function checkSum(bytes: Uint8Array, name: string, expected: string | undefined, doing: string): void {
  const [, named] = /^weights-([0-9a-f]{16})\.bin$/.exec(name) ?? [];
  if (expected === undefined && named === undefined) return;
  const found = sha256(bytes);
  if ((expected === undefined || found === expected) && (named === undefined || found.startsWith(named)))
    return;
  throw damaged(name, 'their checksum is wrong, so they were changed after saving', doing);
}

async function read<Result>(task: () => Promise<Result>, name: string, doing: string): Promise<Result> {
  try {
    return await task();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'the file is missing' : message;
    throw new Error(`${doing}: its weights "${name}" cannot be read: ${reason}. Save the model again.`, {
      cause,
    });
  }
}

function damaged(name: string, what: string, doing: string): Error {
  return new Error(`${doing}: its weights "${name}" are damaged: ${what}. Save the model again.`);
}

/**
 * Sets a model's weights by name. Equal names, which occur in nested models, are matched in order.
 *
 * @param weightData All weights of `specs`, one after the other.
 * @param doing Beginning of error messages.
 * @throws {Error} if a weight is missing, unexpected, of another shape, NaN or infinite.
 */
export function setWeights(
  model: Sequential,
  weightData: ArrayBuffer,
  specs: readonly WeightSpec[],
  doing: string,
): void {
  tf.tidy(() => {
    try {
      const tensors = decode(weightData, specs);
      const names = new Set(tensors.map(([name]) => name));
      withoutConstraints(model, () => {
        if (names.size === tensors.length) model.loadWeights(Object.fromEntries(tensors) as NamedTensorMap);
        else setInOrder(model, tensors);
      });
    } catch (cause) {
      const reason = reasonOf(cause);
      throw new Error(`${doing}: its weights do not fit: ${reason}. Save the model again.`, { cause });
    }
  });
}

function decode(weightData: ArrayBuffer, specs: readonly WeightSpec[]): [string, Tensor][] {
  let offset = 0;
  return specs.flatMap((spec): [string, Tensor][] => {
    const start = offset;
    offset += byteLength(spec);
    // Skip the optimizer's state, which training recreates, and weights marked as ignored.
    const { group = 'model', ...plain } = spec;
    if (group !== 'model') return [];
    const { [spec.name]: tensor } = tf.io.decodeWeights(weightData.slice(start, offset), [plain]);
    if (spec.dtype === 'float32') requireFinite(spec.name, tensor!.dataSync<'float32'>());
    return [[spec.name, tensor!]];
  });
}

function setInOrder(model: Sequential, tensors: readonly (readonly [string, Tensor])[]): void {
  const wanted = model.weights.map(({ originalName }) => originalName);
  const found = tensors.map(([name]) => name);
  if (wanted.join('\n') !== found.join('\n'))
    throw new RangeError(`expected weights ${wanted.join(', ')} but found ${found.join(', ')}`);
  model.setWeights(tensors.map(([, tensor]) => tensor));
}

/**
 * Runs a task without the weights' constraints, which are for training. When weights are set, constraints would
 * change the values, if only by rounding.
 */
function withoutConstraints(model: Sequential, task: () => void): void {
  const weights = model.weights as { constraint: unknown }[];
  const constraints = weights.map(({ constraint }) => constraint);
  try {
    for (const weight of weights) weight.constraint = null;
    task();
  } finally {
    weights.forEach((weight, index) => {
      weight.constraint = constraints[index];
    });
  }
}

/** @throws {RangeError} if a weight is NaN or infinite: the network would only return NaN. */
export function requireFinite(name: string, values: Float32Array): void {
  // A loop takes a tenth of the time of findIndex, which matters for large models.
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at]))
      throw new RangeError(`expected finite weights but "${name}" has ${values[at]} at ${at}`);
}
