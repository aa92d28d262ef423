import type { Dataset } from '../datasets/dataset.js';
import type { Evaluation } from '../evaluation/evaluation.js';
import { pixelCount } from '../images/image-size.js';

/** Images without labels. */
export type Images = Pick<Dataset, 'images' | 'rows' | 'columns'>;

/** The pixels of one image, not copied. @throws {RangeError} if there is no image with that index. */
export function imageAt(all: Images, index: number): Uint8Array {
  const { images } = all;
  const size = pixelCount(all);
  if (!Number.isInteger(index) || index < 0 || (index + 1) * size > images.length) {
    throw new RangeError(
      `Drawing an image: expected an index from 0 to ${Math.floor(images.length / size) - 1} but found ${index}.`,
    );
  }
  return images.subarray(index * size, (index + 1) * size);
}

/** @throws {RangeError} if an evaluation is for another dataset. */
export function checkEvaluated({ count }: Pick<Dataset, 'count'>, { labels }: Pick<Dataset, 'labels'>): void {
  if (labels.length !== count) {
    throw new RangeError(
      `Drawing predictions: expected an evaluation of the dataset's ${count} images but found one of ${labels.length}. ` +
        'Give the dataset that was evaluated.',
    );
  }
}

/** The parts of an evaluation that figures of single images need. */
export type Predictions = Pick<Evaluation, 'labels' | 'predictions' | 'probabilities' | 'classNames'>;
