import { accent, plainColour } from '../colours/palette.js';
import { formatPercent } from '../text/format.js';
import type { EpochRecord, TrainProgress } from '../training/history.js';

/** What the curves of a training under way are drawn from. */
export interface CurvesState {
  readonly epochs?: number;
  readonly done: readonly EpochRecord[];
  readonly current?: TrainProgress;
  readonly stopped: boolean;
}

type Point = readonly [epoch: number, value: number];

/** Points of a curve: as many as can be told apart at its width. */
const mostPoints = 100;
const width = 320;
const height = 90;

/**
 * Loss and accuracy so far, as two small drawings, while a training is under way: dotted on the images it learns
 * from, solid on the validation images. Nothing once it is over, when better drawings take their place, and nothing
 * before there are two points to join.
 */
export function progressCurves(state: CurvesState): string {
  const { current, done, epochs = current?.epochs, stopped } = state;
  if (stopped || epochs === undefined || (!current && (done.at(-1)?.epoch ?? 0) >= epochs)) return '';
  // Where an epoch has not ended, what it has come to so far stands where it has come to.
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

/** So many of the points as can be told apart, the first and the last among them. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= mostPoints) return points;
  const step = (points.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, at) => points[Math.round(at * step)]!);
}

function label(value: number, title: string): string {
  return title === 'accuracy' ? formatPercent(value, 1) : value.toFixed(3);
}
