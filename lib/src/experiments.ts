/**
 * The lessons and their tools: recipes, baselines, incremental studies and robustness tests.
 *
 * @module mnist-lab/experiments
 */

export {
  type AccuracyEntry,
  measureBaselines,
  predictMajorityClass,
  predictNearestCentroid,
} from './experiments/baselines.js';
export { classifyImages, type DrawnPicture, type ImageOutcome } from './experiments/classify-images.js';
export type { Corruption } from './experiments/corruptions.js';
export { runIncrementalStudy, type StudyResult, type StudyStep } from './experiments/incremental-study.js';
export { changeRecipe, type Recipe, type RecipeChanges } from './experiments/recipe.js';
export { measureRobustness, type RobustnessResult } from './experiments/robustness.js';
export {
  type PreparedRecipe,
  prepareRecipe,
  type TrainedRecipe,
  type TrainRecipeOptions,
  trainRecipe,
} from './experiments/train-recipe.js';
export type { IncrementalStudyOptions, Lesson, LessonPage } from './lessons/lesson.js';
export * from './lessons/lessons.js';
