import type { Dataset } from '../datasets/dataset.js';
import type { Evaluation } from '../evaluation/evaluation.js';

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
