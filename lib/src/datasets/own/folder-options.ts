import type { Preprocessing } from '../../images/preprocessing.js';

/** How a folder of the user's is read; only image files need any of it. */
export interface FolderOptions {
  /**
   * Height and width in pixels that images are scaled to, whatever their proportions. Defaults to the size
   * they have, which must be the same for all.
   */
  readonly imageShape?: readonly [rows: number, columns: number];
  /**
   * Part of the images set aside for testing where the folder has no `train` and `test`: a fraction, or a
   * number of images. Every class keeps its share. Defaults to 0.2.
   */
  readonly testShare?: number;
  /**
   * How image files are preprocessed. `'mnist'` and `'fashion-mnist'` give them 28 × 28 pixels unless `imageShape` says
   * otherwise. Defaults to `'resize'`: made grey, and scaled if there is an `imageShape`.
   */
  readonly preprocessing?: Preprocessing;
  /**
   * Whether image files that cannot be decoded are left out, and named in `leftOut`. With `false` they are refused, all
   * at once. Defaults to `true`.
   */
  readonly skipBroken?: boolean;
  /** Decides which images those are; any safe integer. Defaults to 1. */
  readonly seed?: number;
}
