import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { matchClasses } from '../own/class-names.js';

/**
 * Concatenates datasets, for example to add digits by more writers. Classes are matched by name, as by
 * `matchClasses`.
 *
 * @returns A new dataset with the class names of the first.
 * @throws {RangeError} if no dataset is given, or one has another image size than the first or a class that
 *   the first lacks.
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
