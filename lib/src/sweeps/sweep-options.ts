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

/** Everything that can be chosen about a sweep besides its space. */
export const sweepOptions = {
  trials: {
    kind: wholeNumbers({ from: 1 }),
    standard: 20,
    help: 'configurations to draw, for each point of the grid where there is one',
  },
  seeds: {
    kind: wholeNumbers({ from: 1 }),
    standard: 1,
    help: 'trainings of each configuration, with seeds 1, 2, …; those after the first only where that was not stopped',
  },
  seed: { kind: wholeNumbers(), standard: 42, help: 'seed of what is drawn: same seed, same configurations' },
  pruning: {
    kind: flags,
    standard: true,
    help: 'stop those trainings early that are among the worse two thirds of those that have come as far',
  },
  address: { kind: addresses, help: 'head of a running Ray cluster; without, Ray is started here' },
  workers: {
    kind: wholeNumbers({ from: 1 }),
    help: 'trainings at once where Ray is started here',
    standardText: 'one a core',
  },
  test: { kind: flags, standard: true, help: 'read the test images, once, for the best model' },
} as const satisfies OptionTable;

/** Progress of a sweep, in numbers of trainings. */
export interface SweepProgress {
  readonly total: number;
  /** Those that have ended, or will not start. */
  readonly done: number;
  readonly running: number;
  readonly stopped: number;
  readonly failed: number;
  /** Validation accuracy of the best configuration so far, 0 to 1. */
  readonly bestAccuracy?: number;
  /** Estimated from trainings that have ended. */
  readonly secondsLeft?: number;
}

/** Options of `sweep`. */
export interface SweepOptions
  extends ValuesOf<typeof sweepOptions>,
    Omit<LoadOptions, 'onProgress' | 'seed'> {
  /** Name in the catalogue, or a folder. */
  readonly dataset: string;
  /** Folder for all results. Defaults to one in `sweeps/`, named after dataset and time. */
  readonly output?: string;
  /** Whether to resume the sweep of the same space in the folder. */
  readonly resume?: boolean;
  /** Called while the dataset is downloaded. */
  readonly onDownload?: OnDownloadProgress;
  /** Called after every change. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Called with notices of a sentence or two. */
  readonly onNotice?: (notice: string) => void;
  /** Ends the sweep; finished trainings are reported, and the sweep can be resumed. */
  readonly signal?: AbortSignal;
}
