import type { RecipeChanges } from '../experiments/change-recipe.js';
import type { RecipeName } from '../experiments/recipe-names.js';
import type { EarlyStopping } from '../training/option-types.js';

/** How the values of an option are chosen: one of these. */
export type Draws<Value> =
  /** One of some values, each equally likely. */
  | { readonly choice: readonly Value[] }
  /** Each of some values in turn, together with each of every other grid. */
  | { readonly grid: readonly Value[] }
  | (Value extends number ? NumberDraws : never);

/** How numbers are drawn between two others. */
export type NumberDraws =
  /** Each number between the two is equally likely. */
  | { readonly uniform: readonly [lowest: number, highest: number] }
  /** Each order of magnitude between the two is equally likely. */
  | { readonly logUniform: readonly [lowest: number, highest: number] }
  /** Each whole number from the first to the second is equally likely. */
  | { readonly integer: readonly [lowest: number, highest: number] };

/** Options that can be drawn, by the names that `mnist-lab train` and its configuration files have for them. */
export interface SweptOptions extends RecipeChanges, Partial<EarlyStopping> {
  /** Epochs over which a cosine's rate rises from 0. */
  readonly warmUpEpochs?: number;
  /** Of a cosine. */
  readonly finalLearningRate?: number;
}

/**
 * What a sweep tries: a value for an option of which there is one, or how its values are chosen. What is not named is
 * as the recipe has it, without a recipe as `mnist-lab train` has it.
 */
export type SweepSpace = {
  readonly [Name in keyof SweptOptions]?: SweptOptions[Name] | Draws<NonNullable<SweptOptions[Name]>>;
} & {
  /** A lesson's network and training to start from. */
  readonly recipe?: RecipeName;
};

/** A space to begin with, in a minute on two cores. */
export const exampleSpace = {
  epochs: 4,
  batchSize: { choice: [64, 128, 256] },
  hiddenUnits: { choice: [[64], [128, 64], [256, 128]] },
  learningRate: { logUniform: [0.0005, 0.02] },
  dropoutRate: { uniform: [0, 0.3] },
  batchNormalization: { choice: [true, false] },
} as const satisfies SweepSpace;
