import type { Recipe } from './recipe.js';
import { digitRecipe, fashionRecipe, smallDigitRecipe } from './recipes.js';

/** The recipes by the names that commands, configuration files and spaces have for them. */
export const recipesByName = {
  digit: digitRecipe,
  fashion: fashionRecipe,
  'small-digit': smallDigitRecipe,
} as const satisfies Readonly<Record<string, Recipe>>;

/** Name of a recipe. */
export type RecipeName = keyof typeof recipesByName;
