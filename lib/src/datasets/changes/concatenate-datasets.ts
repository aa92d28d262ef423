import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { matchClasses } from '../own/class-names.js';

/**
 * Puts the images of several datasets one after the other, such as digits by more writers. Classes are matched by
 * their names, as `matchClasses` does.
 *
 * @returns A dataset of its own with the class names of the first.
 * @throws {RangeError} if there is no dataset, or one has images of another size than the first or a class that the
 *   first lacks.
 *
 * @example
 * const { train, test } = await loadDataset('mnist');
 * console.log(concatenateDatasets([train, test]).count === train.count + test.count); // true
 */
export function concatenateDatasets(datasets: readonly Dataset[]): Dataset {
  const [first] = datasets;
  if (!first) throw new RangeError('Concatenating datasets: expected at least one but found none.');
  const { rows, columns, channels = 1, classNames } = first;
  const shape = [rows, columns, channels].join(' × ');
  const count = datasets.reduce((sum, dataset) => sum + dataset.count, 0);
  const images = new Uint8Array(count * pixelCount(first));
  const labels = new Uint8Array(count);
  let at = 0;
  for (const [index, dataset] of datasets.entries()) {
    const found = [dataset.rows, dataset.columns, dataset.channels ?? 1].join(' × ');
    if (found !== shape)
      throw new RangeError(
        `Concatenating datasets: expected images of ${shape} numbers (rows, columns, colours), as in the first dataset, ` +
          `but found ${found} in dataset ${index + 1}.`,
      );
    images.set(dataset.images, at * pixelCount(first));
    labels.set(matchClasses(dataset, classNames).labels, at);
    at += dataset.count;
  }
  return { ...first, images, labels, count };
}
