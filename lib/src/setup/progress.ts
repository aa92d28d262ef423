import { acquireLock } from './plain/lock.cjs';

/** Progress of a setup. */
export interface SetupProgress {
  /** The step: waiting for another setup, the npm package, the library, the addon, the self-test, Ray. */
  readonly step: 'wait' | 'package' | 'library' | 'addon' | 'check' | 'ray';
  /** `running` is reported repeatedly during a step. */
  readonly state: 'started' | 'running' | 'done';
  /** The current or finished action, such as `downloading tensorflow-cpu 2.21.0`. */
  readonly message: string;
  /** Bytes downloaded or unpacked so far by the current action, if known. */
  readonly bytes?: { readonly done: number; readonly total: number; readonly perSecond: number };
  /** Seconds since the start of the step. */
  readonly seconds: number;
}

export type OnProgress = (progress: SetupProgress) => void;

/** Reports on one step. */
export interface StepReport {
  running(message: string, bytes?: { done: number; total: number }): void;
}

const titles: Record<SetupProgress['step'], string> = {
  wait: 'Waiting',
  package: 'tfjs-node',
  library: 'TensorFlow library',
  addon: 'Node addon',
  check: 'Self-test',
  ray: 'Ray',
};

/**
 * Runs a step and reports its beginning, its progress (at least once a second) and, if it succeeds, its end.
 *
 * @param work returns a sentence that describes what was done.
 */
export async function reportStep(
  step: SetupProgress['step'],
  message: string,
  onProgress: OnProgress | undefined,
  work: (report: StepReport) => Promise<string>,
): Promise<void> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let current: Pick<SetupProgress, 'message' | 'bytes'> = { message };
  onProgress?.({ step, state: 'started', message, seconds: 0 });
  const heartbeat = setInterval(() => {
    onProgress?.({ step, state: 'running', ...current, seconds: seconds() });
  }, 1000);
  let transferStart = 0;
  let transferName = '';
  try {
    const outcome = await work({
      running(message, bytes) {
        heartbeat.refresh();
        if (transferName !== message) {
          transferName = message;
          transferStart = seconds();
        }
        const perSecond = bytes ? bytes.done / Math.max(seconds() - transferStart, 0.001) : 0;
        current = bytes ? { message, bytes: { ...bytes, perSecond } } : { message };
        onProgress?.({ step, state: 'running', ...current, seconds: seconds() });
      },
    });
    onProgress?.({ step, state: 'done', message: outcome, seconds: seconds() });
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Formats a setup's progress as one line of text.
 *
 * @example
 * describeProgress({ step: 'library', state: 'running', message: 'unpacking', seconds: 3,
 *   bytes: { done: 5e8, total: 1e9, perSecond: 2e8 } });
 * // 'TensorFlow library: unpacking, 500.0 of 1000.0 MB (50%), 200.0 MB/s'
 */
export function describeProgress({ step, state, message, bytes, seconds }: SetupProgress): string {
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  let amount = '';
  if (bytes) {
    const percent = Math.floor((100 * bytes.done) / bytes.total);
    const rate = megabytes(bytes.perSecond);
    amount = `, ${megabytes(bytes.done)} of ${megabytes(bytes.total)} MB (${percent}%), ${rate} MB/s`;
  } else if (state !== 'started' && seconds >= 0.5) {
    amount = `, ${seconds.toFixed(1)} s`;
  }
  return `${titles[step]}: ${message}${amount}`;
}

/**
 * Acquires the lock of a setup, and reports if another setup holds it. `python` is the interpreter that
 * requests the lock.
 */
export function waitForLock(
  file: string,
  python: string,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress },
) {
  return acquireLock(file, {
    python,
    signal,
    onWait: (holder) =>
      onProgress?.({
        step: 'wait',
        state: 'started',
        message: `another setup (${holder}) is running`,
        seconds: 0,
      }),
  });
}
