/** How a training's progress looks, as a line and as HTML. */

import { accent, lineColour } from '../colours/palette.js';
import { escapeHtml } from '../text/escape.js';
import { formatCount, formatPercent, formatSeconds } from '../text/format.js';
import type { EpochRecord, TrainProgress } from '../training/history.js';
import { progressCurves } from './progress-curves.js';

/** Where training stands, for the views of it. */
export interface ProgressState {
  readonly title: string;
  readonly epochs?: number;
  readonly done: readonly EpochRecord[];
  /** The epoch under way; none between epochs and at the end. */
  readonly current?: TrainProgress;
  readonly stopped: boolean;
}

/** `Training: epoch 3 of 20, loss 0.1234, accuracy 96.2 %, 51,000 images/s, 12 s left`. */
export function progressText(state: ProgressState): string {
  return `${state.title}: ${[position(state), ...figures(state)].join(', ')}`;
}

/** The same as a bar with a line and the curves so far beneath. Its text has the page's colour, and the bar suits a light page and a dark one. */
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
