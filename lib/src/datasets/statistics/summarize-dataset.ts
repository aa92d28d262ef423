import type { ImageSize } from '../../images/image-size.js';
import type { Dataset, LoadedDataset } from '../dataset.js';
import { classCounts } from './class-counts.js';
import { pixelSpread } from './pixel-spread.js';

/** Summary statistics of a split. */
export interface SplitSummary extends ImageSize {
  readonly part: 'train' | 'test';
  /** Number of images. */
  readonly images: number;
  /** Number of classes. */
  readonly classes: number;
  /** Number of images of the smallest and the largest class. */
  readonly smallestClass: number;
  readonly largestClass: number;
  /** Mean and standard deviation of all pixels, scaled to 0..1. */
  readonly pixelMean: number;
  readonly pixelStandardDeviation: number;
}

/**
 * Summarises the training set and the test set of a dataset, for a table.
 *
 * @example
 * const summaries = summarizeDataset(await loadDataset('mnist'));
 */
export function summarizeDataset({ train, test }: Pick<LoadedDataset, 'train' | 'test'>): SplitSummary[] {
  return [summarizeSplit('train', train), summarizeSplit('test', test)];
}

function summarizeSplit(part: 'train' | 'test', dataset: Dataset): SplitSummary {
  const counts = classCounts(dataset);
  const { mean, standardDeviation } = pixelSpread(dataset.images);
  return {
    part,
    images: dataset.count,
    rows: dataset.rows,
    columns: dataset.columns,
    classes: dataset.classNames.length,
    smallestClass: Math.min(...counts),
    largestClass: Math.max(...counts),
    pixelMean: mean,
    pixelStandardDeviation: standardDeviation,
  };
}
