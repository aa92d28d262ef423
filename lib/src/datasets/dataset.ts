import type { PixelFormat } from '../images/image-size.js';

/**
 * Images of one size with their labels, as plain typed arrays: what every other part of the library takes. They are grey;
 * only `evaluate` and `predictProbabilities` take colours.
 */
export interface Dataset extends PixelFormat {
  /** Pixels 0 (background) to 255, `count × rows × columns`, row-major; × 3 where there are 3 channels. */
  readonly images: Uint8Array;
  /** Class index of each image, 0 to `classNames.length - 1`; length `count`. */
  readonly labels: Uint8Array;
  /** Number of images. */
  readonly count: number;
  /** Name of each class, by class index. */
  readonly classNames: readonly string[];
}

/** A file of a user's folder that is in no part of the dataset. */
export interface SkippedFile {
  readonly file: string;
  /**
   * `'other'`: not named like an image. `'broken'`: an image file that cannot be decoded. `'unreadable'`: an image with
   * nothing in it that its form asks for, such as a page without ink.
   */
  readonly kind: 'other' | 'broken' | 'unreadable';
  /** Why, in a few words. */
  readonly reason: string;
}

/** A dataset as published: a part to train on and a part to test on, touched once. */
export interface LoadedDataset {
  /** Name in the catalogue (`'mnist'`), or the folder it was read from. */
  readonly name: string;
  /** Human-readable title, such as `'Fashion-MNIST'`. */
  readonly title: string;
  readonly train: Dataset;
  /** Empty if it was not to be read. */
  readonly test: Dataset;
  /** Images to choose settings by, where the dataset has such a part; without one, split some off `train`. */
  readonly validation?: Dataset;
  readonly classNames: readonly string[];
  /** Files of a user's folder that could not be used. */
  readonly skipped?: readonly SkippedFile[];
  /** Pictures that are, byte for byte, in a later part as well, of train, validation and test: names of the files. */
  readonly inBothSplits?: readonly string[];
  /** Whether a user's dataset had nothing to test on, so that a part of `train` was set aside. */
  readonly isSplitHere?: boolean;
}

/** A dataset without its images. */
export function emptied(dataset: Dataset): Dataset {
  return { ...dataset, images: new Uint8Array(), labels: new Uint8Array(), count: 0 };
}
