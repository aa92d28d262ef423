import type { Sequential } from '@tensorflow/tfjs-node';
import type { Evaluation } from '../evaluation/evaluation.js';
import type { History } from '../training/history.js';
import { recordResults } from './project.js';

/** What a lesson has at its end. */
export interface FinishedLesson {
  readonly model: Sequential;
  readonly history: History;
  /** On the test images. */
  readonly evaluation: Evaluation;
}

/**
 * Keeps what a lesson came to in `build/results.json`.
 *
 * @param name Dataset it is about, such as `'mnist'`.
 *
 * @example
 * ```ts
 * recordLesson('mnist', { model, history, evaluation });
 * ```
 */
export function recordLesson(name: string, { model, history, evaluation }: FinishedLesson): void {
  recordResults(name, {
    testAccuracy: evaluation.accuracy,
    testLoss: evaluation.loss,
    trainSeconds: Number(history.seconds.toFixed(1)),
    epochs: history.epochs.length,
    parameters: model.countParams(),
    seed: history.seed,
  });
}

/**
 * Makes sure that a model which was saved and loaded again gives the very same probabilities, bit for bit.
 *
 * @throws {Error} If one of them differs; the message names the first.
 *
 * @example
 * ```ts
 * requireSameProbabilities(predictProbabilities(restored, test), predictProbabilities(model, test));
 * ```
 */
export function requireSameProbabilities(restored: Float32Array, original: Float32Array): void {
  const at = original.findIndex((probability, index) => !Object.is(probability, restored[index]));
  if (at >= 0 || restored.length !== original.length) {
    const place = at >= 0 ? at : Math.min(restored.length, original.length);
    throw new Error(
      `Comparing a restored model with the original: probability ${place} is ${restored[place]}, ` +
        `wanted ${original[place]}. Was the model changed after it was saved?`,
    );
  }
}
