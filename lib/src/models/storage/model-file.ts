import path from 'node:path';
import { sha256 } from '../../files/checksum.js';
import { isRecord, parseJson } from '../../files/read-json.js';
import { showValue } from '../../text/escape.js';

/** Weights stored in their own files, one after the other. */
export interface WeightsGroup {
  /** Paths of the weight files, relative to the folder of `model.json`. */
  readonly paths: readonly string[];
  /** SHA-256 of each file, in hexadecimal digits. Missing in models saved by other tools. */
  readonly sha256?: readonly string[];
  readonly weights: readonly WeightSpec[];
}

/** The content of `model.json`: tfjs's fields and checksums. */
export interface ModelFile {
  readonly format?: string;
  readonly generatedBy?: string;
  readonly convertedBy?: string | null;
  readonly modelTopology: object;
  readonly weightsManifest: readonly WeightsGroup[];
  readonly userDefinedMetadata?: object;
}

/**
 * Limits far above any model that can be loaded. Without them, rejecting a larger file would take minutes and
 * gigabytes.
 */
export const modelFileLimits = { bytes: 2 ** 25, depth: 64, length: 100_000 };

/**
 * Maximum number of layers. With more, tfjs takes seconds to connect them, because it traverses all of them
 * for each one.
 */
const mostLayers = 1000;
/** Limit on weight tensors (kernels, biases and so on), including those of an optimizer. */
const mostWeights = 10_000;

const remedy = 'Save the model again.';

/**
 * The content of `model.json`: its last field, `sha256`, is the checksum of all other fields as JSON without
 * spaces.
 */
export function formatModelFile(model: ModelFile): string {
  const fields = JSON.parse(JSON.stringify(model)) as ModelFile;
  return `${JSON.stringify({ ...fields, sha256: sha256(JSON.stringify(fields)) }, null, 1)}\n`;
}

/**
 * Reads the content of `model.json`.
 *
 * @param doing Beginning of error messages, such as `'Loading a model from "models/digit"'`.
 * @throws {Error} if it is not a layers model of tfjs, is damaged, or describes its weights incorrectly.
 */
export function parseModelFile(text: string, doing: string): ModelFile {
  const refuse = (what: string, then = remedy, cause?: unknown): never => {
    throw new Error(`${doing}: model.json ${what}. ${then}`, { cause });
  };
  let parsed: unknown;
  try {
    parsed = parseJson(text, 'model.json', modelFileLimits);
  } catch (cause) {
    const reason = (cause as Error).message.replace(/^Reading model\.json: |\.$/g, '');
    const what = cause instanceof SyntaxError ? 'is not valid JSON' : `is too large: ${reason}`;
    return refuse(what, remedy, cause);
  }
  if (!isRecord(parsed)) return refuse('is not a JSON object');
  const { sha256: given, ...fields } = parsed;
  if (given !== undefined && given !== sha256(JSON.stringify(fields)))
    return refuse(
      'was changed or damaged after it was saved: its checksum is wrong',
      'Save the model again, or delete the field "sha256" if you changed the file yourself.',
    );
  const { format, modelTopology, weightsManifest, userDefinedMetadata } = fields;
  if (format === 'graph-model')
    return refuse(
      'holds a graph model, expected a layers model',
      'Convert the Keras model again, with tensorflowjs_converter --input_format=keras model.h5 folder, or save it with saveModel().',
    );
  if (!isRecord(modelTopology) || !Array.isArray(weightsManifest))
    return refuse('has no modelTopology or no weightsManifest, so it is not a tfjs layers model');
  if (userDefinedMetadata != null && !isRecord(userDefinedMetadata))
    return refuse('has userDefinedMetadata that are not an object');
  for (const group of weightsManifest) {
    const fault = groupFault(group);
    if (fault) return refuse(`describes weights wrongly: ${fault}`);
  }
  const weights = weightsManifest.reduce((sum, group) => sum + group.weights.length, 0);
  if (weights > mostWeights)
    return refuse(`is too large: expected at most ${mostWeights} weights but found ${weights}`);
  const layers = layerCount(modelTopology);
  if (layers > mostLayers)
    return refuse(`is too large: expected at most ${mostLayers} layers but found ${layers}`);
  return { modelTopology, weightsManifest, userDefinedMetadata: userDefinedMetadata ?? {} };
}

/** Number of layers in a topology, including those of nested models. */
function layerCount(topology: unknown): number {
  if (Array.isArray(topology)) return topology.reduce((sum, each) => sum + layerCount(each), 0);
  if (!isRecord(topology)) return 0;
  const { layers } = topology;
  return Object.values(topology).reduce<number>(
    (sum, value) => sum + layerCount(value),
    Array.isArray(layers) ? layers.length : 0,
  );
}

function groupFault(group: unknown): string | undefined {
  if (!isRecord(group) || !isListOfTexts(group.paths) || !Array.isArray(group.weights))
    return 'expected groups of paths and weights but found another';
  const { paths, sha256: sums, weights } = group as { paths: string[]; sha256?: unknown; weights: unknown[] };
  const leading = paths.find((each) => !staysInside(each));
  if (leading !== undefined)
    return `expected paths of files inside the model's folder but found ${showValue(leading)}`;
  if (sums !== undefined && !(isListOfTexts(sums) && sums.length === paths.length))
    return 'expected one checksum for each path';
  for (const spec of weights) {
    const fault = weightSpecFault(spec);
    if (fault) return fault;
  }
  return undefined;
}

function staysInside(file: string): boolean {
  if (file === '' || file.includes('\0') || /^[a-z][a-z0-9+.-]*:/i.test(file)) return false;
  const [first] = path.normalize(file).split(/[\\/]/);
  return !path.isAbsolute(file) && first !== '..' && first !== '.' && first !== '';
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Bytes per value, by type. Strings have no fixed length and do not occur in layers. */
const bytesOf = { float32: 4, int32: 4, bool: 1, complex64: 8, uint8: 1, uint16: 2, float16: 2 } as const;

/** The type and layout of a weight in its file. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64';
  /** Values quantized to fewer bits: each is `scale · value + min`. `'float16'` is stored as is. */
  readonly quantization?: {
    readonly dtype: 'uint8' | 'uint16' | 'float16';
    readonly scale?: number;
    readonly min?: number;
  };
  /** Owner of the weight. Defaults to the model. */
  readonly group?: 'model' | 'optimizer' | 'ignored';
}

/** Number of values in a tensor of this shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

/** Length of a weight in its file, in bytes. */
export function byteLength({ shape, dtype, quantization }: WeightSpec): number {
  return elementCount(shape) * bytesOf[quantization?.dtype ?? dtype];
}

/** The fault of a `WeightSpec`, as "expected … but found …", or undefined if there is none. */
function weightSpecFault(value: unknown): string | undefined {
  const spec = (value ?? {}) as Partial<Record<keyof WeightSpec, unknown>>;
  const { name, shape, dtype, quantization } = spec;
  if (typeof name !== 'string' || name === '')
    return `expected each weight to have a name but found ${showValue(name)}`;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    return `expected the shape of weight ${showValue(name)} to be a list of whole numbers but found ${showValue(shape)}`;
  if (!isOneOf(dtype, ['float32', 'int32', 'bool', 'complex64']))
    return `expected weight ${showValue(name)} to be of float32, int32, bool or complex64 but found ${showValue(dtype)}`;
  return quantization === undefined ? undefined : quantizationFault(name, dtype as string, quantization);
}

function quantizationFault(name: string, dtype: string, value: unknown): string | undefined {
  const { dtype: stored, scale, min } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const half = stored === 'float16' && dtype === 'float32';
  const whole = isOneOf(stored, ['uint8', 'uint16']) && Number.isFinite(scale) && Number.isFinite(min);
  if (half || (whole && isOneOf(dtype, ['float32', 'int32']))) return undefined;
  return (
    `expected weight ${showValue(name)} of ${dtype} to be quantized as float16, or as uint8 or uint16 with a scale and a min, ` +
    `but found ${showValue(value)}`
  );
}

function isOneOf(value: unknown, known: readonly string[]): boolean {
  return typeof value === 'string' && known.includes(value);
}
