import type { Sequential } from '@tensorflow/tfjs-node';
import { unfamiliarity } from './familiarity-score.js';
import { modelMetadata } from './metadata.js';

/**
 * Whether an image is unlike anything in the training, told from the answer that the model gave to it.
 *
 * @param probabilities Of one image, one for each class, as `predictProbabilities` gives them.
 * @returns `undefined` if the model was never taught to tell (see `fitFamiliarity`).
 *
 * @example
 * ```ts
 * const model = createDigitModel();
 * const probabilities = predictProbabilities(model, new Uint8Array(784));
 * console.log(isUnfamiliar(model, probabilities)); // undefined
 * ```
 */
export function isUnfamiliar(model: Sequential, probabilities: ArrayLike<number>): boolean | undefined {
  const { familiarity, temperature } = modelMetadata(model);
  return familiarity && unfamiliarity(probabilities, familiarity, temperature) > familiarity.threshold;
}
