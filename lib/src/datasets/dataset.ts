import type { PixelFormat } from '../images/image-size.js';

/**
 * Images of one size with their labels, as plain typed arrays: the input of all other parts of the library. Images
 * are grey, except those for `evaluate` and `predictProbabilities` with a colour model.
 */
export interface Dataset extends PixelFormat {
  /** Pixels 0 (background) to 255, `count × rows × columns`, row-major. Colours have 3 values per pixel. */
  readonly images: Uint8Array;
  /** Class index of each image, 0 to `classNames.length - 1`. Length `count`. */
  readonly labels: Uint8Array;
  /** Number of images. */
  readonly count: number;
  /** Name of each class, by class index. */
  readonly classNames: readonly string[];
}

/** A file in a user's folder that is not used for the dataset. */
export interface SkippedFile {
  readonly file: string;
  /**
   * `'other'`: not an image file, or a folder. `'broken'`: an image file that cannot be decoded. `'unreadable'`: an
   * image in which the preprocessing finds nothing, such as a page without ink.
   */
  readonly kind: 'other' | 'broken' | 'unreadable';
  /** The reason, in a few words. */
  readonly reason: string;
}

/** The training and test set of a dataset, and its validation set if it has one. */
export interface LoadedDataset {
  /** Name in the catalogue (`'mnist'`), or the folder it was loaded from. */
  readonly name: string;
  /** Human-readable title, such as `'Fashion-MNIST'`. */
  readonly title: string;
  readonly train: Dataset;
  /** Test set, which is empty if it was not requested. */
  readonly test: Dataset;
  /** Validation set, if the dataset has one. Otherwise, `splitValidation` splits one off `train`. */
  readonly validation?: Dataset;
  readonly classNames: readonly string[];
  /** Files in a user's folder that could not be used. */
  readonly skipped?: readonly SkippedFile[];
  /** Paths of files that occur again, byte for byte, in a later split. The order is train, validation, test. */
  readonly inBothSplits?: readonly string[];
  /** Whether a user's dataset had no test set, so that one was split off `train`. */
  readonly isSplitHere?: boolean;
}

/** A copy of a dataset without images. */
export function emptied(dataset: Dataset): Dataset {
  return { ...dataset, images: new Uint8Array(), labels: new Uint8Array(), count: 0 };
}
