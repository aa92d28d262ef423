import type { LocationOptions } from '../datasets/location.js';
import type { FlagValues } from '../options/flags.js';
import type { EpochRecord } from '../training/history.js';

/** Where a trial has its training images from. */
export type TrialDataset =
  /** From the node's own verified cache. */
  | ({ readonly name: string } & LocationOptions)
  /** From a file as `packTrainingImages` makes them: a folder of the user's, which other nodes do not have. */
  | { readonly name: string; readonly file: string };

/** What a trial's process is told, as one line of JSON. */
export interface TrialRequest {
  readonly dataset: TrialDataset;
  readonly values: FlagValues;
  readonly seed: number;
  /** Where it keeps its state, and leaves the trained model. */
  readonly folder: string;
  /** Where it writes a line of JSON for each epoch. */
  readonly descriptor: number;
}

/** What a trial's process says at its end. */
export interface TrialOutcome {
  readonly epochs: readonly EpochRecord[];
  /** Number of the epoch whose weights the model has. */
  readonly epoch: number;
  readonly warnings: readonly string[];
}
