import { countOf, formatPercent } from '../text/format.js';
import type { EpochRecord, History } from '../training/history.js';

/** The course of a training in a sentence or two. */
export function describeHistory(
  { epochs, bestEpoch }: Pick<History, 'epochs' | 'bestEpoch'>,
  best: EpochRecord | undefined,
  validated: boolean,
): string {
  const first = epochs[0];
  const last = epochs.at(-1);
  if (first === undefined || last === undefined)
    return 'Learning curves of a training that completed no epoch.';
  const which = validated ? 'validation ' : '';
  const loss = (record: EpochRecord) => (record.validationLoss ?? record.loss).toFixed(4);
  const accuracy = (record: EpochRecord) => formatPercent(record.validationAccuracy ?? record.accuracy);
  const top =
    best === undefined
      ? ''
      : ` The best epoch is ${bestEpoch}, with ${which}loss ${loss(best)} and accuracy ${accuracy(best)}.`;
  return (
    `Learning curves over ${countOf(epochs.length, 'epoch')}: ${which}loss from ${loss(first)} to ${loss(last)}, ` +
    `${which}accuracy from ${accuracy(first)} to ${accuracy(last)}.${top}`
  );
}
