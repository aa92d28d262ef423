import { showValue } from '../text/escape.js';
import { emnist } from './catalogue/emnist.js';
import { fashionMnist } from './catalogue/fashion-mnist.js';
import { kmnist } from './catalogue/kmnist.js';
import { mnist } from './catalogue/mnist.js';
import { qmnist } from './catalogue/qmnist.js';
import type { DatasetEntry } from './catalogue-entry.js';

/** Every dataset of the catalogue, by name. */
export const catalogue = {
  mnist,
  'fashion-mnist': fashionMnist,
  kmnist,
  qmnist,
  ...emnist,
} as const satisfies Record<string, DatasetEntry>;

/** Name of a dataset in the catalogue. */
export type DatasetName = keyof typeof catalogue;

/**
 * Names of all datasets in the catalogue.
 *
 * @example
 * console.log(datasetNames.slice(0, 2)); // [ 'mnist', 'fashion-mnist' ]
 */
export const datasetNames: readonly DatasetName[] = Object.keys(catalogue) as DatasetName[];

/**
 * Whether the catalogue has a dataset with this name.
 *
 * @example
 * console.log(isDatasetName('mnist'), isDatasetName('cifar')); // true false
 */
export function isDatasetName(name: string): name is DatasetName {
  return Object.hasOwn(catalogue, name);
}

/**
 * The catalogue's entry for a dataset: title, classes, files with sizes and checksums, sources.
 *
 * @throws {RangeError} if the catalogue has no dataset with this name. The message lists all names.
 *
 * @example
 * console.log(datasetEntry('fashion-mnist').classNames[9]); // Ankle boot
 */
export function datasetEntry(name: string): DatasetEntry {
  if (!isDatasetName(name)) {
    throw new RangeError(
      `Looking up a dataset: expected one of ${datasetNames.join(', ')} but found ${showValue(name)}.`,
    );
  }
  return catalogue[name];
}
