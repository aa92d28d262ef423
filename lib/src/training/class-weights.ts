import type { Dataset } from '../datasets/dataset.js';
import { classCounts } from '../datasets/statistics/class-counts.js';
import { showValue } from '../text/escape.js';
import { didYouMean } from '../text/suggest.js';

/**
 * Weights of classes in the loss. `'balanced'` gives all classes the same total weight. An object has a
 * factor per class name. Missing factors are 1.
 */
export type ClassWeights = 'balanced' | Readonly<Record<string, number>>;

/**
 * The factor of each class in the loss, by class index. Balanced factors are inversely proportional to the
 * number of images, and their mean over all images is 1.
 *
 * @returns `undefined` if no weights were chosen.
 * @throws {RangeError} if a weight is for an unknown class.
 */
export function classFactors(dataset: Dataset, chosen: ClassWeights | undefined): Float32Array | undefined {
  if (chosen === undefined) return undefined;
  const { classNames, count } = dataset;
  if (chosen === 'balanced') {
    const counts = classCounts(dataset);
    const present = counts.filter((images) => images > 0).length;
    return Float32Array.from(counts, (images) => (images > 0 ? count / (present * images) : 1));
  }
  const unknown = Object.keys(chosen).find((name) => !classNames.includes(name));
  if (unknown !== undefined)
    throw new RangeError(
      `Training: expected classWeights of the classes ${classNames.join(', ')} but found ${showValue(unknown)}.${didYouMean(unknown, classNames)}`,
    );
  return Float32Array.from(classNames, (name) => (Object.hasOwn(chosen, name) ? chosen[name]! : 1));
}
