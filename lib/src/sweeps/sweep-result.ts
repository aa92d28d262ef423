import type { Interval } from '../evaluation/wilson-interval.js';
import type { FlagValues } from '../options/flags.js';
import type { EpochRecord } from '../training/history.js';
import type { ChosenValues } from './draw-configurations.js';

/** One training of a sweep. */
export interface SweptTraining {
  /** Number of its configuration. */
  readonly configuration: number;
  readonly seed: number;
  /** `'missing'`: not begun, or interrupted. */
  readonly status: 'done' | 'stopped' | 'failed' | 'missing';
  /** Of the weights that were kept, or of the last epoch before it was stopped; 0 to 1. */
  readonly validationAccuracy?: number;
  readonly validationLoss?: number;
  /** Of training and validation. */
  readonly seconds: number;
  /** Of its process: with what it takes to start, to read images and to save. */
  readonly processSeconds?: number;
  /** Why it failed. */
  readonly message?: string;
  readonly epochs: readonly EpochRecord[];
}

/** What a configuration came to, over its seeds. */
export interface SweptConfiguration {
  /** From 1; those that were done come first, by accuracy, then those that were stopped, then the others. */
  readonly rank: number;
  readonly number: number;
  /** Values of the options that the space varies. */
  readonly chosen: ChosenValues;
  /** Every value, as a configuration file of `mnist-lab train` has it. */
  readonly values: FlagValues;
  readonly status: SweptTraining['status'];
  /** Seeds that were done. */
  readonly seeds: number;
  /** Mean over those seeds, 0 to 1. */
  readonly validationAccuracy?: number;
  /** Standard deviation over those seeds; not set for one. */
  readonly deviation?: number;
  /** Wilson's, 95 %, of the mean, for so many validation images. */
  readonly interval?: Interval;
  /** Mean over its trainings. */
  readonly seconds: number;
  readonly message?: string;
  readonly trainings: readonly SweptTraining[];
}

/** The best of a sweep. */
export interface SweepWinner {
  readonly configuration: number;
  /** Of its trainings, the one with the highest validation accuracy. */
  readonly seed: number;
  readonly validationAccuracy: number;
  /** Folder with the model, for `loadModel`. */
  readonly model: string;
  /** File for `mnist-lab train --config`. */
  readonly config: string;
  /** On the test images, which are read for this model only. */
  readonly test?: { readonly accuracy: number; readonly loss: number };
}

/** What a sweep came to. */
export interface SweepResult {
  /** Folder of everything that came out: `report.html`, `results.jsonl`, `best.json`, `best/`. */
  readonly directory: string;
  readonly dataset: string;
  /** Names of the options that the space varies. */
  readonly varied: readonly string[];
  readonly validationCount: number;
  /** Ranked. */
  readonly configurations: readonly SweptConfiguration[];
  /** Not set where no training was done. */
  readonly best?: SweepWinner;
  /** Of this run. */
  readonly seconds: number;
  /** Whether the signal ended it. */
  readonly isInterrupted: boolean;
}
