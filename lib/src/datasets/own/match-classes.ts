import type { Dataset } from '../dataset.js';

const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/**
 * Gives a dataset the class indices of a model, matching classes by their names: upper and lower case, spaces
 * and punctuation do not matter, `'three'` is `'3'`, and of a name such as `'T-shirt/top'` either half will do.
 * A dataset may have only some of the model's classes.
 *
 * @param classNames Of the model, by class index.
 * @returns The same images, with the model's labels and class names.
 * @throws {RangeError} if a class of the dataset that has images is none of the model's.
 *
 * @example
 * ```ts
 * const dataset = { images: new Uint8Array(2), labels: Uint8Array.of(0, 1), count: 2, rows: 1, columns: 1 };
 * const { labels } = matchClasses({ ...dataset, classNames: ['seven', 'Three'] }, [...'0123456789']);
 * console.log(labels); // Uint8Array(2) [ 7, 3 ]
 * ```
 */
export function matchClasses(dataset: Dataset, classNames: readonly string[]): Dataset {
  const known = new Map<string, number>();
  for (const [index, name] of classNames.entries()) {
    for (const part of name.split('/')) known.set(plainName(part), index);
  }
  for (const [index, name] of classNames.entries()) known.set(plainName(name), index);
  const indices = dataset.classNames.map((name) => known.get(plainName(name)));
  const unknown = dataset.classNames.filter(
    (_, index) => indices[index] === undefined && dataset.labels.includes(index),
  );
  if (unknown.length > 0) {
    throw new RangeError(
      `Matching classes: expected the model's classes (${classNames.join(', ')}) but found ${unknown.join(', ')}.`,
    );
  }
  return { ...dataset, labels: dataset.labels.map((label) => indices[label]!), classNames };
}

function plainName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
  const digit = digitWords.indexOf(plain);
  return digit < 0 ? plain : `${digit}`;
}
