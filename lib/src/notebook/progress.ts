import { randomBytes } from 'node:crypto';
import { lineOutput, ProgressLine } from '../terminal/progress-line.js';
import type { EpochRecord, TrainProgress } from '../training/history.js';
import { interruptSignal } from './interrupt.js';
import { findKernel, sendDisplay } from './kernel.js';
import { type ProgressState, progressHtml, progressText } from './progress-view.js';
import { rememberRun } from './runs.js';

/** The fields of `train`'s options that report progress. */
export interface TrainingProgress {
  readonly onProgress: (progress: TrainProgress) => void;
  readonly onEpochEnd: (record: EpochRecord) => void;
  /** Aborted by the stop button. */
  readonly signal: AbortSignal;
}

/** Four pictures a second look alive; drawing one takes a fraction of a millisecond. */
const pauseMilliseconds = 250;

/**
 * Callbacks for `train` that show how far it is: in a notebook a bar with epoch, loss, accuracy, rate and time
 * left, and the curves so far, replaced in place; in a terminal one line, rewritten; in a log file one line an epoch. What stays in a
 * saved notebook is a summary without times, the same at every run. With them comes a `signal`, so that the stop
 * button ends the training.
 *
 * @param title What is being trained. Defaults to `'Training'`.
 * @example
 * const history = await train(model, dataset.train, { epochs: 2, ...trainingProgress() });
 */
export function trainingProgress(title = 'Training'): TrainingProgress {
  const view = findKernel() ? notebookView() : textView();
  const signal = interruptSignal();
  const remember = rememberRun(title);
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
    onEpochEnd: (record) => {
      remember(record);
      show({ done: [...state.done, record], current: undefined }, true);
    },
    signal,
  };
}

type View = (state: ProgressState) => void;

function notebookView(): View {
  const displayId = randomBytes(8).toString('hex');
  let update = false;
  return (state) => {
    sendDisplay(
      { 'text/html': progressHtml(state), 'text/plain': progressText(state) },
      {},
      { displayId, update },
    );
    update = true;
  };
}

/** In a terminal one line that is rewritten; in a log one an epoch. */
function textView(): View {
  const output = lineOutput(process.stdout);
  const line = new ProgressLine(output);
  return (state) => {
    if (output.interactive || !state.current) line.replace(progressText(state));
  };
}
