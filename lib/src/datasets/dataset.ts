/** Grey images with their labels, as plain typed arrays: what every other part of the library takes. */
export interface Dataset {
  /** Pixels 0 (background) to 255, `count × rows × columns`, row-major. */
  readonly images: Uint8Array;
  /** Class index of each image, 0 to `classNames.length - 1`; length `count`. */
  readonly labels: Uint8Array;
  /** Number of images. */
  readonly count: number;
  /** Height of each image in pixels. */
  readonly rows: number;
  /** Width of each image in pixels. */
  readonly columns: number;
  /** Name of each class, by class index. */
  readonly classNames: readonly string[];
}

/** A dataset as published: a part to train on and a part to test on, touched once. */
export interface LoadedDataset {
  /** Name in the catalogue (`'mnist'`), or the folder it was read from. */
  readonly name: string;
  /** Human-readable title, such as `'Fashion-MNIST'`. */
  readonly title: string;
  readonly train: Dataset;
  readonly test: Dataset;
  readonly classNames: readonly string[];
}
