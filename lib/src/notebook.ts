/**
 * The API for notebooks: figures, tables and display.
 *
 * @module mnist-lab/notebook
 */

export type { Images } from './datasets/image-at.js';
export { assertSameProbabilities } from './evaluation/assert-same-probabilities.js';
export { accuracyComparisonFigure } from './figures/accuracy-comparison-figure.js';
export { classCountsFigure } from './figures/class-counts-figure.js';
export { classColour } from './figures/colours.js';
export { type ConfusedPairsOptions, confusedPairsFigure } from './figures/confused-pairs-figure.js';
export {
  type ConfusionMatrixOptions,
  confusionMatrixFigure,
} from './figures/confusion-matrix-figure.js';
export type { Figure, FigureNaming, PlotlyFigure, PlotlyTrace } from './figures/figure.js';
export { type FirstLayerOptions, firstLayerFigure } from './figures/first-layer-figure.js';
export { type ImagesOptions, imagesFigure } from './figures/images-figure.js';
export { incrementalStudyFigure } from './figures/incremental-study-figure.js';
export { intensityHistogramFigure } from './figures/intensity-histogram-figure.js';
export { learningCurvesFigure } from './figures/learning-curves-figure.js';
export { marginalEffectFigure } from './figures/marginal-effect-figure.js';
export { meanImagesFigure } from './figures/mean-images-figure.js';
export { networkFigure } from './figures/network-figure.js';
export { type OwnPicturesOptions, ownImagesFigure } from './figures/own-images-figure.js';
export { parallelCoordinatesFigure } from './figures/parallel-coordinates-figure.js';
export { precisionRecallFigure } from './figures/precision-recall-figure.js';
export { type PredictionsOptions, predictionsFigure } from './figures/predictions-figure.js';
export {
  type PrincipalComponentsOptions,
  principalComponentsFigure,
} from './figures/principal-components-figure.js';
export { reliabilityFigure } from './figures/reliability-figure.js';
export { robustnessFigure } from './figures/robustness-figure.js';
export { rocFigure } from './figures/roc-figure.js';
export { type NamedRun, runsFigure } from './figures/runs-figure.js';
export { saliencyFigure } from './figures/saliency-figure.js';
export { type SampleGridOptions, sampleGridFigure } from './figures/sample-grid-figure.js';
export { type SweptCurve, sweepCurvesFigure } from './figures/sweep-curves-figure.js';
export type { SweptOption, SweptPoint } from './figures/swept-option.js';
export { type MistakesOptions, topLossesFigure } from './figures/top-losses-figure.js';
export {
  closeBrowser,
  type DrawOptions,
  drawFigure,
  NoBrowserError,
  type Picture,
} from './notebook/browser/picture.js';
export { incrementalStudyTable, robustnessTable } from './notebook/comparison-tables.js';
export { writeDemoPage } from './notebook/demo-page.js';
export { interruptSignal } from './notebook/interrupt.js';
export { notebookParameters, type ParameterValue } from './notebook/parameters.js';
export { type TrainingProgress, trainingProgress } from './notebook/progress.js';
export {
  buildPath,
  type FinishedLesson,
  type LessonResult,
  recordLesson,
  recordResults,
} from './notebook/project.js';
export { parametersTable, type RecipeParameters, recipeParameters } from './notebook/recipe-parameters.js';
export { compareRuns, type Run } from './notebook/runs.js';
export { type Showable, show } from './notebook/show.js';
export type { Table } from './notebook/table.js';
export {
  classificationReportTable,
  confusedPairsTable,
  datasetSummaryTable,
  historyTable,
  modelSummaryTable,
} from './notebook/tables.js';
