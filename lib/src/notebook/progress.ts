import { randomBytes } from 'node:crypto';
import type { EpochRecord, TrainProgress } from '../training/history.js';
import { interruptSignal } from './interrupt.js';
import { findKernel, sendDisplay } from './kernel.js';
import { progressHtml, progressLine } from './progress-text.js';

/** The fields of `train`'s options that report progress. */
export interface TrainingProgress {
  readonly onProgress: (progress: TrainProgress) => void;
  readonly onEpochEnd: (record: EpochRecord) => void;
  /** Aborted by the stop button. */
  readonly signal: AbortSignal;
}

/** Where training stands, for the views of it. */
export interface ProgressState {
  readonly title: string;
  readonly epochs?: number;
  readonly done: readonly EpochRecord[];
  /** The epoch under way; none between epochs and at the end. */
  readonly current?: TrainProgress;
  readonly stopped: boolean;
}

/** A bar that moves ten times a second looks alive and costs nothing. */
const pauseMilliseconds = 100;

/**
 * Callbacks for `train` that show how far it is: in a notebook a bar with epoch, loss, accuracy, rate and time
 * left, replaced in place; in a terminal one line, rewritten; in a log file one line an epoch. What stays in a
 * saved notebook is a summary without times, the same at every run. With them comes a `signal`, so that the stop
 * button ends the training.
 *
 * @param title What is being trained. Defaults to `'Training'`.
 * @example
 * const history = await train(model, dataset.train, { epochs: 2, ...trainingProgress() });
 */
export function trainingProgress(title = 'Training'): TrainingProgress {
  const view = createView();
  const signal = interruptSignal();
  let state: ProgressState = { title, done: [], stopped: false };
  let lastShown = Number.NEGATIVE_INFINITY;

  const show = (change: Partial<ProgressState>, always: boolean) => {
    state = { ...state, ...change };
    const now = performance.now();
    if (!always && now - lastShown < pauseMilliseconds) return;
    lastShown = now;
    view(state);
  };
  signal.addEventListener('abort', () => show({ current: undefined, stopped: true }, true));
  return {
    onProgress: (current) => {
      if (!signal.aborted) show({ current, epochs: current.epochs }, false);
    },
    onEpochEnd: (record) => show({ done: [...state.done, record], current: undefined }, true),
    signal,
  };
}

type View = (state: ProgressState) => void;

function createView(): View {
  if (findKernel()) return notebookView();
  return process.stdout.isTTY ? terminalView() : logView();
}

function notebookView(): View {
  const displayId = randomBytes(8).toString('hex');
  let update = false;
  return (state) => {
    sendDisplay(
      { 'text/html': progressHtml(state), 'text/plain': progressLine(state) },
      {},
      { displayId, update },
    );
    update = true;
  };
}

function terminalView(): View {
  let isFirst = true;
  return (state) => {
    const line = progressLine(state).slice(0, process.stdout.columns);
    // Each line is ended, and the next one goes up to replace it: whatever is printed afterwards stands below.
    process.stdout.write(`${isFirst ? '' : '\x1b[1A\r\x1b[K'}${line}\n`);
    isFirst = false;
  };
}

function logView(): View {
  return (state) => {
    if (!state.current) process.stdout.write(`${progressLine(state)}\n`);
  };
}
