import { optionText } from '../figures/swept-option.js';
import { formatPercent, formatSeconds } from '../text/format.js';
import type { SweepResult, SweptConfiguration } from './sweep-result.js';

/** The ranked table of a sweep, as text: number, values of what varies, accuracy and what became of it. */
export function rankedRows({ configurations, varied }: Pick<SweepResult, 'configurations' | 'varied'>): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const hasSeeds = configurations.some(({ trainings }) => trainings.length > 1);
  const head = [
    '#',
    ...varied,
    'accuracy',
    ...(hasSeeds ? ['deviation'] : []),
    '95 % interval',
    'time',
    'outcome',
  ];
  const rows = configurations.map((one) => [
    String(one.number),
    ...varied.map((name) => (name in one.chosen ? optionText(one.chosen[name]) : '')),
    one.validationAccuracy === undefined ? '' : formatPercent(one.validationAccuracy),
    ...(hasSeeds ? [one.deviation === undefined ? '' : formatPercent(one.deviation)] : []),
    one.interval ? `${formatPercent(one.interval.lower)} – ${formatPercent(one.interval.upper)}` : '',
    one.seconds > 0 ? formatSeconds(one.seconds) : '',
    fate(one),
  ]);
  return { head, rows };
}

function fate({ status, trainings, seeds, message }: SweptConfiguration): string {
  const epochs = Math.max(0, ...trainings.map((training) => training.epochs.length));
  switch (status) {
    case 'done':
      return trainings.length > 1 ? `${seeds} of ${trainings.length} seeds done` : 'done';
    case 'stopped':
      return `stopped after epoch ${epochs}`;
    case 'failed':
      return `failed: ${message ?? 'no reason known'}`;
    case 'missing':
      return epochs > 0 ? `interrupted after epoch ${epochs}` : 'not begun';
  }
}
