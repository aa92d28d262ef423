import type { Sequential } from '@tensorflow/tfjs-node';
import { datasetEntry } from '../datasets/catalogue.js';
import { createDenseClassifier, type DenseClassifierOptions } from '../models/dense-classifier.js';
import type { Lesson } from './lesson.js';
import { digits, fashion } from './lessons.js';

/**
 * The network for handwritten digits: 784 → 128 → 64 → 10 by default.
 *
 * @example
 * const model = createDigitModel({ hiddenUnits: [256], seed: 1 });
 */
export function createDigitModel(options: DenseClassifierOptions = {}): Sequential {
  return createLessonModel(digits, options);
}

/**
 * The network for clothing: 784 → 256 → 128 → 10 with dropout of 0.2 by default, because networks overfit
 * clothing sooner than digits.
 *
 * @example
 * const model = createFashionModel({ dropoutRate: 0.3 });
 */
export function createFashionModel(options: DenseClassifierOptions = {}): Sequential {
  return createLessonModel(fashion, options);
}

function createLessonModel(lesson: Lesson, options: DenseClassifierOptions): Sequential {
  const { classNames, preprocessing } = datasetEntry(lesson.dataset);
  const names = options.classCount === undefined ? { classNames } : {};
  return createDenseClassifier({
    name: lesson.modelName,
    preprocessing,
    ...names,
    ...lesson.network,
    ...options,
  });
}
