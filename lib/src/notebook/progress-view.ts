/** Displays training progress as a line of text, and as HTML with a bar and the learning curves. */

import { accent, lineColour, plainColour } from '../colours/palette.js';
import { escapeHtml } from '../text/escape.js';
import { formatCount, formatPercent, formatSeconds } from '../text/format.js';
import type { EpochRecord, TrainProgress } from '../training/history.js';

/** The state of a training run, for its views. */
export interface ProgressState {
  readonly title: string;
  readonly epochs?: number;
  readonly done: readonly EpochRecord[];
  /** The current epoch, or undefined between epochs and at the end. */
  readonly current?: TrainProgress;
  readonly stopped: boolean;
}

/** `Training: epoch 3 of 20, loss 0.1234, accuracy 96.2%, 51,000 images/s, 12 s left`. */
export function progressText(state: ProgressState): string {
  return `${state.title}: ${[position(state), ...figures(state)].join(', ')}`;
}

/** The progress as HTML: a bar, a line of text and the learning curves, for light and dark pages. */
export function progressHtml(state: ProgressState): string {
  const percent = (100 * share(state)).toFixed(1);
  const bar =
    `<div style="height: 6px; border-radius: 3px; background: ${lineColour}">` +
    `<div style="height: 6px; border-radius: 3px; width: ${percent}%; background: ${accent.anywhere}"></div></div>`;
  const line = figures(state)
    .map((text) => ` · ${escapeHtml(text)}`)
    .join('');
  return (
    '<div style="max-width: 700px; margin: 4px 0; font-variant-numeric: tabular-nums">' +
    `${bar}<div style="margin-top: 4px"><b>${escapeHtml(state.title)}</b>: ${position(state)}${line}</div>${progressCurves(state)}</div>`
  );
}

function position({ current, done, epochs, stopped }: ProgressState): string {
  if (current) return `epoch ${current.epoch} of ${current.epochs}`;
  const last = done.at(-1)?.epoch ?? 0;
  const total = epochs === undefined ? '' : ` of ${epochs}`;
  return stopped ? `stopped after ${last}${total} epochs` : `epoch ${last}${total}`;
}

function share({ current, done, epochs }: ProgressState): number {
  if (current) return (current.epoch - 1 + current.step / Math.max(current.steps, 1)) / current.epochs;
  return epochs ? (done.at(-1)?.epoch ?? 0) / epochs : 1;
}

function figures({ current, done }: ProgressState): string[] {
  if (current) {
    return [
      `loss ${current.loss.toFixed(4)}`,
      `accuracy ${formatPercent(current.accuracy, 1)}`,
      `${formatCount(Math.round(current.samplesPerSecond))} images/s`,
      `${formatSeconds(current.secondsLeft)} left`,
    ];
  }
  const last = done.at(-1);
  if (!last) return [];
  const texts = [`loss ${last.loss.toFixed(4)}`, `accuracy ${formatPercent(last.accuracy, 1)}`];
  if (last.validationLoss !== undefined) texts.push(`validation loss ${last.validationLoss.toFixed(4)}`);
  if (last.validationAccuracy !== undefined) {
    texts.push(`validation accuracy ${formatPercent(last.validationAccuracy, 1)}`);
  }
  return texts;
}

type Point = readonly [epoch: number, value: number];

/** Maximum number of points that are distinguishable at the curve's width. */
const mostPoints = 100;
const width = 320;
const height = 90;

/**
 * Two small charts of loss and accuracy during training: dotted for the training set, solid for the
 * validation set. The result is empty before there are two points, and at the end, when the notebook's own
 * figures replace the charts.
 */
export function progressCurves(state: Omit<ProgressState, 'title'>): string {
  const { current, done, epochs = current?.epochs, stopped } = state;
  if (stopped || epochs === undefined || (!current && (done.at(-1)?.epoch ?? 0) >= epochs)) return '';
  // The current epoch is a point at its completed fraction.
  const now = current && current.step > 0 ? [current] : [];
  const training = (what: 'loss' | 'accuracy'): Point[] => [
    ...done.map((record): Point => [record.epoch, record[what]]),
    ...now.map((progress): Point => [progress.epoch - 1 + progress.step / progress.steps, progress[what]]),
  ];
  const validation = (what: 'validationLoss' | 'validationAccuracy'): Point[] =>
    done.flatMap((record): Point[] => {
      const value = record[what];
      return value === undefined ? [] : [[record.epoch, value]];
    });
  if (training('loss').length < 2) return '';
  return (
    '<div style="display: flex; flex-wrap: wrap; gap: 4px 24px; margin-top: 8px">' +
    drawing('loss', epochs, training('loss'), validation('validationLoss')) +
    drawing('accuracy', epochs, training('accuracy'), validation('validationAccuracy')) +
    '</div><div style="margin-top: 2px; opacity: 0.8">dotted: training images · solid: validation images</div>'
  );
}

function drawing(
  title: string,
  epochs: number,
  training: readonly Point[],
  validation: readonly Point[],
): string {
  const values = [...training, ...validation].map(([, value]) => value).filter(Number.isFinite);
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const line = (points: readonly Point[], style: string) =>
    points.length < 2 ? '' : `<polyline fill="none" ${style} points="${path(points, epochs, low, high)}"/>`;
  return (
    `<div style="flex: 1 1 220px; max-width: ${width}px"><div>${title}: ${label(low, title)} to ${label(high, title)}</div>` +
    `<svg viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${title} so far">` +
    line(training, `stroke="${plainColour}" stroke-width="2" stroke-dasharray="3 3"`) +
    line(validation, `stroke="${accent.anywhere}" stroke-width="2"`) +
    '</svg></div>'
  );
}

function path(points: readonly Point[], epochs: number, low: number, high: number): string {
  const margin = 3;
  const place = ([epoch, value]: Point) => {
    const x = margin + (epoch / epochs) * (width - 2 * margin);
    const y = margin + (1 - (value - low) / (high - low || 1)) * (height - 2 * margin);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  return thinned(points.filter(([, value]) => Number.isFinite(value)))
    .map(place)
    .join(' ');
}

/** Keeps at most `mostPoints` points, evenly spaced, including the first and the last. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= mostPoints) return points;
  const step = (points.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, at) => points[Math.round(at * step)]!);
}

function label(value: number, title: string): string {
  return title === 'accuracy' ? formatPercent(value, 1) : value.toFixed(3);
}
