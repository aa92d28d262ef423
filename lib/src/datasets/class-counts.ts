import type { Dataset } from './dataset.js';

/** Counts the images of each class, in the order of the class names. */
export function classCounts({ labels, classNames }: Pick<Dataset, 'labels' | 'classNames'>): number[] {
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}
