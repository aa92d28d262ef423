import type { OnDownloadProgress } from '../datasets/acquisition/progress.js';
import type { LoadOptions } from '../datasets/load-dataset.js';
import type { OptionTable, ValuesOf } from '../options/option.js';
import { flags, texts, type ValueKind, wholeNumbers } from '../options/value-kind.js';

const addresses: ValueKind<string> = {
  ...texts,
  wanted: 'a machine and a port such as 10.0.0.1:6379',
  accepts: (value): value is string => typeof value === 'string' && /^[^\s/]+:\d{1,5}$/.test(value),
  placeholder: 'host:port',
};

/** Options of a sweep, except its search space, dataset and folder. */
export const sweepOptions = {
  trials: {
    kind: wholeNumbers({ from: 1 }),
    standard: 20,
    help: 'number of configurations to sample, per grid point if there is a grid',
  },
  seeds: {
    kind: wholeNumbers({ from: 1 }),
    standard: 1,
    help: 'seeds per configuration, later ones only for trials that were not pruned',
  },
  seed: { kind: wholeNumbers(), standard: 42, help: 'seed of the sampled configurations' },
  pruning: {
    kind: flags,
    standard: true,
    help: 'stop trials in the bottom two thirds early (ASHA)',
  },
  address: { kind: addresses, help: 'address of a running Ray cluster (default: Ray starts here)' },
  workers: {
    kind: wholeNumbers({ from: 1 }),
    help: 'concurrent trials, if Ray starts here',
    standardText: 'one per core',
  },
  test: { kind: flags, standard: true, help: 'evaluate the best model on the test set, once' },
} as const satisfies OptionTable;

/** Progress of a sweep, in numbers of trials. */
export interface SweepProgress {
  readonly total: number;
  /** Trials that have ended or will not start. */
  readonly done: number;
  readonly running: number;
  readonly stopped: number;
  readonly failed: number;
  /** Validation accuracy of the best configuration so far, 0 to 1. */
  readonly bestAccuracy?: number;
  /** Estimated from the trials that have ended. */
  readonly secondsLeft?: number;
}

/** Options of `sweep`. */
export interface SweepOptions
  extends ValuesOf<typeof sweepOptions>,
    Omit<LoadOptions, 'onProgress' | 'seed'> {
  /** Name in the catalogue, or path of a folder or file. */
  readonly dataset: string;
  /** Folder for all results. Defaults to one in `sweeps/`, named after dataset and time. */
  readonly output?: string;
  /** Whether to resume the sweep of the same space in the folder. */
  readonly resume?: boolean;
  /** Called while the dataset is downloaded. */
  readonly onDownload?: OnDownloadProgress;
  /** Called at the start, and whenever a trial starts or ends. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Called with notices of a sentence or two. */
  readonly onNotice?: (notice: string) => void;
  /** Aborts the sweep. Finished trials are reported, and the sweep can be resumed. */
  readonly signal?: AbortSignal;
}
