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
