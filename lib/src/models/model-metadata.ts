import type { Sequential } from '@tensorflow/tfjs-node';
import { isRecord } from '../files/read-json.js';
import { type Preprocessing, preprocessingNames } from '../images/preprocessing.js';
import { classCountOf } from '../layers/outputs.js';
import { showValue } from '../text/escape.js';
import type { InputScaling } from './input-scaling.js';
import type { OodDetector } from './ood-score.js';
import { outlierLayerSizes, outlierWeightCount } from './outlier-network.js';
import { inputLength } from './shapes.js';

/** Everything except weights that is needed to use a network, and where its weights come from. */
export interface ModelMetadata {
  /** A short name, such as `'digit'`. */
  readonly name: string;
  /** Name of each class, by class index. */
  readonly classNames: readonly string[];
  /** Rows and columns of the model's input images, in pixels. */
  readonly imageShape: readonly [rows: number, columns: number];
  readonly inputScaling: InputScaling;
  /** Temperature that divides the logits before the softmax (Guo et al. 2017). 1 has no effect. */
  readonly temperature: number;
  /** How photos and drawings are preprocessed to match the model's training images. */
  readonly preprocessing: Preprocessing;
  /** Detects images that are out of distribution (see `fitOodDetector`). */
  readonly oodDetector?: OodDetector;
  /** Training options, dataset name and seed, as plain values. */
  readonly trainedWith?: Readonly<Record<string, unknown>>;
  /** Result on the test set, evaluated once after training. */
  readonly test?: { readonly accuracy: number; readonly loss: number };
  /** Versions of the software that made the model. */
  readonly versions: Readonly<Record<string, string>>;
}

type Fields = Readonly<Partial<Record<keyof ModelMetadata, unknown>>>;

type Fault = (value: unknown, model: Sequential) => string | undefined;

/**
 * Validates each field. A function returns what follows "expected" in an error message, or undefined if the
 * value is valid. Values may come from a file.
 */
const faults: Readonly<Record<keyof ModelMetadata, Fault>> = {
  name: (value) => (typeof value === 'string' && value ? undefined : `a name but found ${show(value)}`),

  classNames(value, model) {
    const count = classCountOf(model);
    if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
      return `classNames to be a list of ${count} names but found ${show(value)}`;
    if (value.length === count) return undefined;
    return `${count} class names, one for each output, but found ${value.length}`;
  },

  imageShape(value, model) {
    const isShape = Array.isArray(value) && value.length === 2 && value.every(isSize);
    if (!isShape)
      return `imageShape to be two whole numbers greater than 0, rows and columns, but found ${show(value)}`;
    const [rows, columns] = value as [number, number];
    const length = inputLength(model);
    // Colour images have three values per pixel.
    if (rows * columns === length || rows * columns * 3 === length) return undefined;
    return `an image of ${length} pixels, as the first layer takes, but found ${rows} × ${columns}`;
  },

  inputScaling(value) {
    const { mean, standardDeviation } = fieldsOf(value);
    if (isFiniteNumber(mean) && isFiniteNumber(standardDeviation) && standardDeviation > 0) return undefined;
    return (
      'an input scaling with a finite mean and a standard deviation greater than 0 but found ' +
      `mean ${show(mean)} and standard deviation ${show(standardDeviation)}`
    );
  },

  temperature: (value) =>
    isFiniteNumber(value) && value > 0 ? undefined : `a temperature greater than 0 but found ${show(value)}`,

  preprocessing: (value) =>
    preprocessingNames.includes(value as Preprocessing)
      ? undefined
      : `preprocessing to be one of ${preprocessingNames.join(', ')} but found ${show(value)}`,

  oodDetector(value, model) {
    if (value === undefined) return undefined;
    const { classMeans, precision, threshold, falsePositiveRate, network } = fieldsOf(value);
    const count = classCountOf(model);
    const isTable = (rows: unknown) =>
      Array.isArray(rows) &&
      rows.length === count &&
      rows.every((row) => Array.isArray(row) && row.length === count && row.every(isFiniteNumber));
    if (
      !isTable(classMeans) ||
      !isTable(precision) ||
      !isFiniteNumber(threshold) ||
      !isFiniteNumber(falsePositiveRate)
    )
      return `oodDetector to have tables of ${count} × ${count} numbers and a threshold but found ${show(value)}`;
    return network === undefined ? undefined : outlierNetworkFault(network, count);
  },

  trainedWith: (value) =>
    value === undefined || (isRecord(value) && isWritable(value))
      ? undefined
      : `trainedWith to be an object of options that JSON can hold but found ${show(value)}`,

  test(value) {
    if (value === undefined) return undefined;
    const { accuracy, loss } = fieldsOf(value);
    if (isFiniteNumber(accuracy) && accuracy >= 0 && accuracy <= 1 && isFiniteNumber(loss) && loss >= 0)
      return undefined;
    return `test to have an accuracy of 0 to 1 and a loss of 0 or more but found ${show(value)}`;
  },

  versions: (value) =>
    isRecord(value) && Object.values(value).every((version) => typeof version === 'string')
      ? undefined
      : `versions to be an object of texts but found ${show(value)}`,
};

export const metadataFields = Object.keys(faults) as readonly (keyof ModelMetadata)[];

/** The first invalid field as "expected … but found …", or undefined if all are valid. */
export function metadataFault(model: Sequential, metadata: Fields): string | undefined {
  for (const field of metadataFields) {
    const fault = faults[field](metadata[field], model);
    if (fault) return `expected ${fault}`;
  }
  return undefined;
}

/** Maximum number of units per hidden layer of a detector, so that a damaged file cannot exhaust the memory. */
const mostHiddenUnits = 1024;

function outlierNetworkFault(value: unknown, classCount: number): string | undefined {
  const { hiddenUnits, weights, step, threshold } = fieldsOf(value);
  const isUnits = (units: unknown) => isSize(units) && (units as number) <= mostHiddenUnits;
  if (!Array.isArray(hiddenUnits) || hiddenUnits.length > 3 || !hiddenUnits.every(isUnits))
    return `the network of oodDetector to have up to three hidden layers of 1 to ${mostHiddenUnits} units but found ${show(hiddenUnits)}`;
  if (!isFiniteNumber(step) || !isFiniteNumber(threshold))
    return `the network of oodDetector to have a finite step and threshold but found ${show(step)} and ${show(threshold)}`;
  const count = outlierWeightCount(outlierLayerSizes(hiddenUnits, classCount));
  const length = 4 * Math.ceil((2 * count) / 3);
  const isText = Array.isArray(weights) && weights.every((part) => typeof part === 'string');
  const text = isText ? weights.join('') : '';
  if (text.length === length && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  return `the network of oodDetector to have ${count} weights, in base64, but found ${show(weights)}`;
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isWritable(value: object): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : showValue(value);
}
