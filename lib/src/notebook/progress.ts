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
  /** A signal that the stop button aborts. */
  readonly signal: AbortSignal;
}

/**
 * Milliseconds between updates: four per second look smooth, and drawing one takes a fraction of a
 * millisecond.
 */
const pauseMilliseconds = 250;

/**
 * Callbacks for `train` that display its progress. A notebook shows a bar with epoch, loss, accuracy, images
 * per second, time left and learning curves. A terminal shows one line that is updated, and a log one line per epoch.
 * A saved notebook keeps a summary without times, which is the same in every run. The stop button aborts the
 * `signal`, which stops the training.
 *
 * @param title Title of the training run. Defaults to `'Training'`.
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
    const data = { 'text/html': progressHtml(state), 'text/plain': progressText(state) };
    // These metadata are for programs that execute notebooks. A saved notebook has none, because the last display
    // has none.
    const left = state.current && { secondsLeft: state.current.secondsLeft };
    sendDisplay(data, left ? { mnist_lab: left } : {}, { displayId, update });
    update = true;
  };
}

/** Shows progress as one line: updated in a terminal, one per epoch in a log. */
function textView(): View {
  const output = lineOutput(process.stdout);
  const line = new ProgressLine(output);
  return (state) => {
    if (output.interactive || !state.current) line.replace(progressText(state));
  };
}
