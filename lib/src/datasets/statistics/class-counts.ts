import type { Dataset } from '../dataset.js';

/**
 * Counts the images of each class, in the order of the class names.
 *
 * @example
 * const labels = Uint8Array.of(0, 1, 1);
 * console.log(classCounts({ labels, classNames: ['cat', 'dog', 'owl'] })); // [ 1, 2, 0 ]
 */
export function classCounts({ labels, classNames }: Pick<Dataset, 'labels' | 'classNames'>): number[] {
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** Positions of the images of each class, by class index. */
export function indicesByClass({ labels, classNames }: Pick<Dataset, 'labels' | 'classNames'>): number[][] {
  const indices: number[][] = classNames.map(() => []);
  labels.forEach((label, index) => {
    indices[label]?.push(index);
  });
  return indices;
}
