import { countOf } from '../text/count-of.js';
import { formatPercent } from '../text/format-percent.js';

/** What is drawn of a training. */
export interface LearningHistory {
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number;
    readonly accuracy: number;
    readonly validationLoss?: number;
    readonly validationAccuracy?: number;
    readonly learningRate: number;
  }[];
  /** Number of the best epoch, counted from 1; 0 if there is none. */
  readonly bestEpoch: number;
}

/** The course of a training in a sentence or two. */
export function describeHistory(
  { epochs, bestEpoch }: LearningHistory,
  best: LearningHistory['epochs'][number] | undefined,
  validated: boolean,
): string {
  const first = epochs[0];
  const last = epochs.at(-1);
  if (first === undefined || last === undefined)
    return 'Learning curves of a training that completed no epoch.';
  const which = validated ? 'validation ' : '';
  const loss = (record: LearningHistory['epochs'][number]) =>
    (record.validationLoss ?? record.loss).toFixed(4);
  const accuracy = (record: LearningHistory['epochs'][number]) =>
    formatPercent(record.validationAccuracy ?? record.accuracy);
  const top =
    best === undefined
      ? ''
      : ` The best epoch is ${bestEpoch}, with ${which}loss ${loss(best)} and accuracy ${accuracy(best)}.`;
  return (
    `Learning curves over ${countOf(epochs.length, 'epoch')}: ${which}loss from ${loss(first)} to ${loss(last)}, ` +
    `${which}accuracy from ${accuracy(first)} to ${accuracy(last)}.${top}`
  );
}
