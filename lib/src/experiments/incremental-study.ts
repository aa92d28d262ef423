import type { Dataset } from '../datasets/dataset.js';
import { evaluate } from '../evaluation/evaluation.js';
import { createDenseClassifier, type DenseClassifierOptions } from '../models/dense-classifier.js';
import { train as trainModel } from '../training/train.js';
import type { TrainOptions } from '../training/train-options.js';

/** One more ingredient of a recipe. */
export interface StudyStep {
  readonly name: string;
  /** What the step adds to the network. */
  readonly model?: DenseClassifierOptions;
  /** What the step adds to the training. */
  readonly training?: TrainOptions;
}

/** The result of a recipe up to one of its ingredients. */
export interface StudyResult {
  readonly name: string;
  /** On the validation images, 0 to 1. */
  readonly accuracy: number;
  /** Training time. */
  readonly seconds: number;
}

/**
 * Trains a series of networks, each with one more ingredient than the one before, to show what each of them adds.
 *
 * @param validation Images to measure accuracy on: not the test set, as the result leads to a choice.
 * @param steps The first is the plain recipe; each later one adds to all before it.
 * @param options.seed Seed of every network and training. Defaults to 42.
 * @param options.progress Given a step's name, callbacks and a signal for its training. An aborted signal ends the
 *   study; finished results are returned.
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
