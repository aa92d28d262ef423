/**
 * The API for scripts: datasets, images, models, training, evaluation and export.
 *
 * @module mnist-lab
 */

export {
  AcquisitionError,
  type FailedSource,
  type MissingFile,
} from './datasets/acquisition/acquisition-error.js';
export type { DownloadLimits } from './datasets/acquisition/download-limits.js';
export type { DownloadProgress, OnDownloadProgress } from './datasets/acquisition/progress.js';
export { type DatasetName, datasetEntry, datasetNames, isDatasetName } from './datasets/catalogue.js';
export type {
  DatasetEntry,
  DatasetFile,
  DatasetRole,
  DatasetSource,
} from './datasets/catalogue-entry.js';
export { addNoise, type NoiseOptions } from './datasets/changes/add-noise.js';
export { dilateImages, erodeImages } from './datasets/changes/change-thickness.js';
export { concatenateDatasets } from './datasets/changes/concatenate-datasets.js';
export { flipImages } from './datasets/changes/flip-images.js';
export { oneHot } from './datasets/changes/one-hot.js';
export { rotateImages } from './datasets/changes/rotate-images.js';
export { type Shift, shiftImages } from './datasets/changes/shift-images.js';
export { shuffle } from './datasets/changes/shuffle.js';
export {
  type SplitOptions,
  splitValidation,
  type ValidationSplit,
} from './datasets/changes/split-validation.js';
export { subset } from './datasets/changes/subset.js';
export type { Dataset, LoadedDataset, SkippedFile } from './datasets/dataset.js';
export {
  type DatasetLocation,
  datasetLocation,
  type LocationOptions,
} from './datasets/dataset-files.js';
export {
  type DownloadedDataset,
  type DownloadOptions,
  downloadDataset,
} from './datasets/download-dataset.js';
export type { IdxElements, IdxElementType, IdxExpectation } from './datasets/idx.js';
export { type IdxArray, parseIdx } from './datasets/idx.js';
export { type LoadOptions, loadDataset } from './datasets/load-dataset.js';
export { type ClassMapping, matchClasses } from './datasets/own/class-names.js';
export type { Duplicates } from './datasets/own/inspect/find-duplicates.js';
export { folderIssues, type IssueOptions } from './datasets/own/inspect/folder-issues.js';
export type { FolderIssue } from './datasets/own/inspect/inspect-folder.js';
export {
  type FolderReport,
  type InspectOptions,
  inspectFolder,
} from './datasets/own/inspect/inspect-folder.js';
export type { FolderOptions } from './datasets/own/load-image-folder.js';
export { classCounts } from './datasets/statistics/class-counts.js';
export { type IntensityHistograms, intensityHistograms } from './datasets/statistics/intensity-histograms.js';
export { meanImages } from './datasets/statistics/mean-images.js';
export { type PrincipalComponents, principalComponents } from './datasets/statistics/principal-components.js';
export { type SplitSummary, summarizeDataset } from './datasets/statistics/summarize-dataset.js';
export { type FileState, verifyDataset } from './datasets/verify-dataset.js';
export { brierScore } from './evaluation/brier-score.js';
export { type CalibrationFit, calibrateModel, fitTemperature } from './evaluation/calibrate-model.js';
export { type Calibration, calibrationCurve, type ReliabilityBin } from './evaluation/calibration.js';
export {
  type ClassificationReport,
  type ClassScores,
  classificationReport,
  type Scores,
} from './evaluation/classification-report.js';
export { type ConfusedPair, confusionMatrix, mostConfusedPairs } from './evaluation/confusion-matrix.js';
export { type Evaluation, evaluate, evaluateProbabilities } from './evaluation/evaluation.js';
export { type FirstLayerWeights, firstLayerWeights } from './evaluation/first-layer-weights.js';
export { fitOodDetector, type OodDetectorOptions } from './evaluation/fit-ood-detector.js';
export { type McNemarResult, mcnemarTest } from './evaluation/mcnemar-test.js';
export { type PrecisionRecallCurve, precisionRecallCurves } from './evaluation/precision-recall-curves.js';
export { type RocCurve, rocCurves } from './evaluation/roc-curves.js';
export { type Saliency, saliency } from './evaluation/saliency.js';
export { predictedClasses } from './evaluation/score-predictions.js';
export { type Interval, wilsonInterval } from './evaluation/statistics.js';
export { type TopLoss, topLosses } from './evaluation/top-losses.js';
export { type ContactSheetOptions, writeContactSheet } from './export/contact-sheet.js';
export { type DemoPageNetwork, type DemoPageOptions, exportDemoPage } from './export/demo-page.js';
export type { ExportedFile } from './export/exported-file.js';
export { exportInferenceModule, type InferenceModuleOptions } from './export/inference-module.js';
export { exportOnnxModel } from './export/onnx-model.js';
export { exportSafetensors } from './export/safetensors.js';
export { exportTfjsModel } from './export/tfjs-model.js';
export { type DecodeOptions, decodeImage, ImageTooLargeError, readingSide } from './images/decode.js';
export { type FloatImage, type GreyImage, withBlackBackground } from './images/grey-image.js';
export type { BoundingBox, ImageSize } from './images/image-size.js';
export {
  type FoundCharacters,
  findCharacters,
  type SegmentedCharacter,
} from './images/ink/find-characters.js';
export type { IgnoredMark } from './images/ink/ignored-marks.js';
export type { Preprocessing } from './images/preprocessing.js';
export { UnreadablePictureError } from './images/preprocessing.js';
export type { OutputKind } from './layers/outputs.js';
export { createDigitModel, createFashionModel } from './lessons/create-model.js';
export {
  type ClassifiedCharacter,
  type ClassifyOptions,
  classifyImage,
  type ImageClassification,
} from './models/classify-image.js';
export { type ConvolutionalModelOptions, createConvolutionalModel } from './models/convolutional-model.js';
export type { NetworkOptions } from './models/create-network.js';
export {
  type Activation,
  createDenseClassifier,
  type DenseClassifierOptions,
} from './models/dense-classifier.js';
export type { InputLayout } from './models/input-layout.js';
export type { InputRange } from './models/input-range.js';
export { type InputScaling, measureInputScaling, scaleImages } from './models/input-scaling.js';
export { type LoadModelOptions, loadModel } from './models/load-model.js';
export { modelMetadata, setModelMetadata } from './models/metadata.js';
export type { ModelMetadata } from './models/model-metadata.js';
export { type ModelReading, modelReading } from './models/model-reading.js';
export type { OodDetector } from './models/ood-score.js';
export type { OutlierNetwork } from './models/outlier-network.js';
export {
  applyTemperature,
  isOutOfDistribution,
  predictProbabilities,
} from './models/predict-probabilities.js';
export { preprocessImage } from './models/preprocess-image.js';
export { saveModel } from './models/save-model.js';
export type { WeightBits } from './program/javascript/pack-program.js';
export { createRandom, permutation, type Random } from './random.js';
export type { Domain, NumberDomain, SearchOptions, SearchSpace } from './sweeps/space.js';
export { sweep } from './sweeps/sweep.js';
export type { SweepOptions, SweepProgress } from './sweeps/sweep-options.js';
export type {
  BestResult,
  ConfigurationResult,
  SweepResult,
  TrialResult,
} from './sweeps/sweep-result.js';
export { tf } from './tensorflow.js';
export {
  type EpochRecord,
  type History,
  TrainingDivergedError,
  type TrainProgress,
} from './training/history.js';
export { train } from './training/train.js';
export type {
  Augmentation,
  Checkpointing,
  EarlyStopping,
  LearningRateSchedule,
  OptimizerChoice,
  TrainOptions,
} from './training/train-options.js';
