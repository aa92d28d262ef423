import type { FolderOptions } from '../datasets/own/folder-options.js';
import type { SweptOption } from '../figures/swept-option.js';
import type { FlagValues } from '../options/flags.js';
import type { ChosenValues } from './draw-configurations.js';

/** One configuration of a sweep: what its trainings have in common. */
export interface Configuration {
  /** Counted from 1, in the order they were drawn. */
  readonly number: number;
  /** Values of the options that the space varies. */
  readonly chosen: ChosenValues;
  /** Every value, spelled out. */
  readonly values: FlagValues;
  readonly epochs: number;
}

/** Name of the training of a configuration with a seed: `'7-2'`. */
export function trialName(configuration: number, seed: number): string {
  return `${configuration}-${seed}`;
}

/** When trainings are stopped early: the worse part of those that have come as far, at some epochs. */
export interface Halving {
  /** Of the longest training. */
  readonly epochs: number;
  /** Epochs before the first of these decisions. */
  readonly grace: number;
  /** One in so many goes on; the next decision is after so many times the epochs. */
  readonly factor: number;
}

/** Thirds go on, after a tenth of the epochs, three tenths and nine tenths. */
export function usualHalving(epochs: number): Halving | undefined {
  return epochs < 2 ? undefined : { epochs, grace: Math.max(1, Math.round(epochs / 10)), factor: 3 };
}

/** What a sweep was asked for: kept in its folder, so that it can be gone on with. */
export interface SweepPlan {
  readonly identity: string;
  readonly version: string;
  readonly dataset: string;
  /** Sum of an own folder's training images. */
  readonly datasetSum?: string;
  /** How the folder is read. */
  readonly folderOptions?: FolderOptions;
  readonly validationCount: number;
  readonly space: object;
  readonly trials: number;
  readonly seeds: number;
  readonly seed: number;
  readonly halving?: Halving;
  /** Names of the options that the space varies, in its order. */
  readonly varied: readonly string[];
  /** How figures lay each of them out. */
  readonly scales: Readonly<Record<string, SweptOption['scale']>>;
  readonly configurations: readonly Configuration[];
}
