import type { AblationIngredient } from './ablation.js';
import { fashionRecipe } from './recipes.js';

/** What {@link fashionAblation} leaves open. */
export interface FashionAblationOptions {
  /** Units of each hidden layer. */
  readonly hiddenUnits: readonly number[];
  /** Of the step that adds dropout; 0 to less than 1. */
  readonly dropoutRate: number;
  /** Of every network. */
  readonly epochs: number;
}

/**
 * The clothing lesson's recipe, taken apart: a plain network, then one ingredient after another.
 *
 * @example
 * ```ts
 * const steps = fashionAblation({ hiddenUnits: [512, 512], dropoutRate: 0.05, epochs: 15 });
 * ```
 */
export function fashionAblation({
  hiddenUnits,
  dropoutRate,
  epochs,
}: FashionAblationOptions): AblationIngredient[] {
  const { batchSize, learningRate, augmentation, augmentationEasing, weightAveraging } =
    fashionRecipe.training;
  return [
    {
      name: 'plain dense',
      model: { hiddenUnits },
      training: { epochs, batchSize, learningRate: 0.001 },
    },
    { name: '+ dropout', model: { dropoutRate } },
    { name: '+ batch norm', model: { batchNormalization: true } },
    { name: '+ schedule', training: { learningRate } },
    { name: '+ augmentation', training: { augmentation } },
    { name: '+ easing', training: { augmentationEasing } },
    { name: '+ averaging', training: { weightAveraging } },
  ];
}
