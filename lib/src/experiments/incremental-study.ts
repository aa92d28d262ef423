import type { Dataset } from '../datasets/dataset.js';
import { evaluate } from '../evaluation/evaluation.js';
import { createDenseClassifier, type DenseClassifierOptions } from '../models/dense-classifier.js';
import { train as trainModel } from '../training/train.js';
import type { TrainOptions } from '../training/train-options.js';

/** A step of the study, which adds an ingredient to a recipe. */
export interface StudyStep {
  readonly name: string;
  /** Network options that the step adds. */
  readonly model?: DenseClassifierOptions;
  /** Training options that the step adds. */
  readonly training?: TrainOptions;
}

/** The result of a step and all steps before it. */
export interface StudyResult {
  readonly name: string;
  /** Validation accuracy, 0 to 1. */
  readonly accuracy: number;
  /** Training time. */
  readonly seconds: number;
}

/**
 * Trains a series of networks, each with one more ingredient than the one before, to measure the contribution
 * of each ingredient.
 *
 * @param validation Images to measure accuracy on: not the test set, because the results are used to choose a
 *   recipe.
 * @param steps The steps. The first is the plain recipe, and each later step adds to all steps before it.
 * @param options.seed Seed of every network and training run. Defaults to 42.
 * @param options.progress Returns the callbacks and the signal for a step, given its name. If the signal is
 *   aborted, the study ends and returns the finished results.
 * @returns One result per step, in the same order.
 *
 * @example
 * const { train: images } = await loadDataset('mnist');
 * const { train, validation } = splitValidation(images, { size: 0.1, seed: 1 });
 * const results = await runIncrementalStudy(train, validation, [
 *   { name: 'plain', model: { hiddenUnits: [32] }, training: { epochs: 2 } },
 *   { name: '+ dropout', model: { dropoutRate: 0.2 } },
 * ]);
 */
export async function runIncrementalStudy(
  train: Dataset,
  validation: Dataset,
  steps: readonly StudyStep[],
  options: {
    readonly seed?: number;
    readonly progress?: (name: string) => Pick<TrainOptions, 'onProgress' | 'onEpochEnd' | 'signal'>;
  } = {},
): Promise<StudyResult[]> {
  const { seed = 42, progress } = options;
  const results: StudyResult[] = [];
  let network: DenseClassifierOptions = {
    classNames: train.classNames,
    imageShape: [train.rows, train.columns],
    seed,
  };
  let training: TrainOptions = {};
  for (const step of steps) {
    network = { ...network, ...step.model };
    training = { ...training, ...step.training };
    const model = createDenseClassifier(network);
    try {
      const callbacks = progress?.(step.name);
      const { seconds, stoppedBy } = await trainModel(model, train, { ...training, ...callbacks, seed });
      if (stoppedBy === 'aborted') break;
      results.push({ name: step.name, accuracy: evaluate(model, validation).accuracy, seconds });
    } finally {
      model.dispose();
    }
  }
  return results;
}
