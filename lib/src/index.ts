export { type DatasetName, datasetEntry, datasetNames, isDatasetName } from './datasets/catalogue.js';
export type { DatasetEntry, DatasetFile, DatasetRole, DatasetSource } from './datasets/catalogue-entry.js';
export type { Dataset, LoadedDataset } from './datasets/dataset.js';
export {
  type IdxArray,
  type IdxElements,
  type IdxElementType,
  type IdxExpectation,
  parseIdx,
} from './datasets/idx.js';
export { type LoadOptions, loadDataset } from './datasets/load-dataset.js';
export {
  type DatasetLocation,
  datasetLocation,
  defaultCacheDirectory,
  type LocationOptions,
} from './datasets/location.js';
export { selectSamples } from './datasets/select-samples.js';
export type { Figure, PlotlyTrace } from './figures/figure.js';
export type { InputScaling } from './models/input-scaling.js';
export { oneHot } from './preprocess/one-hot.js';
export { createRandom, type Random, shuffledIndices } from './preprocess/random.js';
export { measureInputScaling, scaleImages } from './preprocess/scale-images.js';
export { shuffle } from './preprocess/shuffle.js';
export { type SplitOptions, splitValidation, type ValidationSplit } from './preprocess/split-validation.js';
export { tf } from './tensorflow.js';
