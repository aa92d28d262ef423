/**
 * The lessons' recipes, and what they are compared with: baselines, published figures, one ingredient after another,
 * changed images.
 *
 * @module mnist-lab/experiments
 */

export { type AblationIngredient, type AblationResult, runAblation } from './experiments/ablation.js';
export { predictMajorityClass, predictNearestCentroid } from './experiments/baselines.js';
export { changeRecipe, type RecipeChanges } from './experiments/change-recipe.js';
export { type AccuracyEntry, measureBaselines } from './experiments/compare-accuracy.js';
export { drawnGarments } from './experiments/drawings/drawn-garments.js';
export type { DrawnPicture } from './experiments/drawings/drawn-picture.js';
export { writtenDigits } from './experiments/drawings/written-digits.js';
export { type FashionAblationOptions, fashionAblation } from './experiments/fashion-ablation.js';
export { type PreparedRecipe, prepareRecipe } from './experiments/prepare-recipe.js';
export { publishedDigitAccuracy, publishedFashionAccuracy } from './experiments/published-accuracy.js';
export { type PictureOutcome, readPictures } from './experiments/read-pictures.js';
export type { Recipe } from './experiments/recipe.js';
export { digitRecipe, fashionRecipe, smallDigitRecipe } from './experiments/recipes.js';
export { digitRecord, fashionRecord } from './experiments/record-accuracy.js';
export {
  digitPerturbations,
  fashionPerturbations,
  measureRobustness,
  type Perturbation,
  type RobustnessResult,
} from './experiments/robustness.js';
export { type TrainedRecipe, type TrainRecipeOptions, trainRecipe } from './experiments/train-recipe.js';
