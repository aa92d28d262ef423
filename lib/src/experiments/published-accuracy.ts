import type { AccuracyEntry } from './compare-accuracy.js';

const published = (name: string, accuracy: number): AccuracyEntry => ({
  name,
  accuracy,
  source: 'published',
});

/**
 * What others have published for networks of dense layers on the raw pixels of MNIST's test images: Srivastava et
 * al. 2014, "Dropout"; Pereyra et al. 2017, arXiv 1701.06548.
 *
 * @example
 * ```ts
 * for (const { name, accuracy } of publishedDigitAccuracy) console.log(name, accuracy);
 * ```
 */
export const publishedDigitAccuracy: readonly AccuracyEntry[] = [
  published('original project, about', 0.97),
  published('dropout, 3 × 1024 (2014)', 0.9875),
  published('label smoothing, 2 × 1024 (2017)', 0.9877),
  published('dropout and max-norm (2014)', 0.9905),
];

/**
 * What others have published for Fashion-MNIST's test images; people and 256-128-64 from its own table.
 *
 * @example
 * ```ts
 * for (const { name, accuracy } of publishedFashionAccuracy) console.log(name, accuracy);
 * ```
 */
export const publishedFashionAccuracy: readonly AccuracyEntry[] = [
  published('people', 0.835),
  published('original project, about', 0.9),
  published('256-128-64', 0.9),
];
