import './notebook/install.js';

export type { Figure, PlotlyTrace } from './figures/figure.js';
export { closeBrowser, drawFigure, NoBrowserError, type Picture } from './notebook/browser/picture.js';
export { interruptSignal } from './notebook/interrupt.js';
export { type FinishedLesson, recordLesson, requireSameProbabilities } from './notebook/lesson-result.js';
export { notebookParameters, type ParameterValue } from './notebook/parameters.js';
export { type TrainingProgress, trainingProgress } from './notebook/progress.js';
export { buildPath, type LessonResult, recordResults } from './notebook/project.js';
export { type Showable, show } from './notebook/show.js';
export type { Table } from './notebook/table-text.js';
