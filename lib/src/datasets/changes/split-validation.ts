import { createRandom, permutation } from '../../random.js';
import type { Dataset } from '../dataset.js';
import { indicesByClass } from '../statistics/class-counts.js';
import { subset } from './subset.js';

/** How to split a dataset. */
export interface SplitOptions {
  /** Size of the validation set: a fraction (above 0 and below 1) or a number of images (1 or more). */
  readonly size: number;
  /** Seed of the split, any safe integer. Equal seeds produce equal splits. */
  readonly seed: number;
}

/** The two splits. Together they contain every image once. */
export interface ValidationSplit {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/**
 * Splits off a random validation set. The split is stratified: class proportions are kept, up to one image
 * (largest remainders). Both splits keep the dataset's order.
 *
 * @throws {RangeError} if there are fewer than two images, or the size is invalid or would leave a split
 *   empty.
 *
 * @example
 * const mnist = await loadDataset('mnist');
 * const { train, validation } = splitValidation(mnist.train, { size: 5000, seed: 1 });
 */
export function splitValidation(dataset: Dataset, { size, seed }: SplitOptions): ValidationSplit {
  if (dataset.count < 2) {
    throw new RangeError(
      `Splitting a dataset: expected at least two images, one for each split, but found ${dataset.count}.`,
    );
  }
  const wanted = size < 1 ? Math.round(size * dataset.count) : size;
  if (!(size > 0) || !Number.isInteger(wanted) || wanted < 1 || wanted >= dataset.count) {
    throw new RangeError(
      `Splitting ${dataset.count} images: expected the size to be a fraction between 0 and 1 or a number of images from 1 to ${dataset.count - 1} but found ${size}.`,
    );
  }
  const random = createRandom(seed);
  const members = indicesByClass(dataset);
  const quotas = proportionalQuotas(
    members.map((member) => member.length),
    wanted,
  );
  const inValidation = new Uint8Array(dataset.count);
  members.forEach((member, classIndex) => {
    const order = permutation(member.length, random);
    for (const position of order.subarray(0, quotas[classIndex])) inValidation[member[position]!] = 1;
  });
  const validation = new Uint32Array(wanted);
  const train = new Uint32Array(dataset.count - wanted);
  let validationCount = 0;
  for (let index = 0; index < dataset.count; index++) {
    if (inValidation[index]) validation[validationCount++] = index;
    else train[index - validationCount] = index;
  }
  return { train: subset(dataset, train), validation: subset(dataset, validation) };
}

/** Distributes `wanted` among the classes in proportion. Rounding favours the largest remainders. */
function proportionalQuotas(sizes: readonly number[], wanted: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (size * wanted) / total);
  const quotas = exact.map(Math.floor);
  const missing = wanted - quotas.reduce((sum, quota) => sum + quota, 0);
  const byRemainder = exact
    .map((share, classIndex) => ({ classIndex, remainder: share - Math.floor(share) }))
    .sort((left, right) => right.remainder - left.remainder || left.classIndex - right.classIndex);
  for (const { classIndex } of byRemainder.slice(0, missing)) quotas[classIndex]!++;
  return quotas;
}
