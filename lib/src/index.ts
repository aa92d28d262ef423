export {
  type AcquiredDataset,
  type AcquireOptions,
  acquireDataset,
} from './datasets/acquire-dataset.js';
export { AcquisitionError, type FailedSource } from './datasets/acquisition/acquisition-error.js';
export type { DownloadTimeouts } from './datasets/acquisition/download.js';
export type { AcquireProgress, OnAcquireProgress } from './datasets/acquisition/progress.js';
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
export { type FileState, verifyDataset } from './datasets/verify-dataset.js';
export type { Figure, PlotlyTrace } from './figures/figure.js';
export { decodeImage } from './images/decode.js';
export {
  type Activation,
  createDenseClassifier,
  type DenseClassifierOptions,
} from './models/dense-classifier.js';
export { createDigitModel } from './models/digit-model.js';
export { createFashionModel } from './models/fashion-model.js';
export type { InputScaling } from './models/input-scaling.js';
export { loadModel } from './models/load-model.js';
export { type ModelMetadata, modelMetadata, setModelMetadata } from './models/metadata.js';
export { predictProbabilities } from './models/predict-probabilities.js';
export { saveModel } from './models/save-model.js';
export { toFashionForm } from './preprocess/fashion-form.js';
export { type GreyImage, greyFromRgba, withBlackBackground } from './preprocess/grey-image.js';
export { type FormOptions, toMnistForm } from './preprocess/mnist-form.js';
export { oneHot } from './preprocess/one-hot.js';
export { createRandom, type Random, shuffledIndices } from './preprocess/random.js';
export { measureInputScaling, scaleImages } from './preprocess/scale-images.js';
export { shuffle } from './preprocess/shuffle.js';
export { type SplitOptions, splitValidation, type ValidationSplit } from './preprocess/split-validation.js';
export { tf } from './tensorflow.js';
export {
  type EpochRecord,
  type History,
  TrainingDivergedError,
  type TrainProgress,
} from './training/history.js';
export type { Augmentation, Checkpointing, EarlyStopping, TrainOptions } from './training/options.js';
export type { LearningRateSchedule } from './training/schedule.js';
export { train } from './training/train.js';
