import { setTimeout } from 'node:timers/promises';
import { createDenseClassifier } from '../../lib/src/models/dense-classifier.js';
import { train } from '../../lib/src/training/train.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from './stripes.js';

/**
 * Trains with checkpoints, and resumes if there is one.
 *
 * @param pause Milliseconds after each epoch.
 * @returns The final weights.
 */
export async function trainResumably(directory: string, pause = 0): Promise<Float32Array[]> {
  const model = createDenseClassifier({
    imageShape: [6, 6],
    hiddenUnits: [24, 12],
    classCount: 3,
    batchNormalization: true,
    dropoutRate: 0.2,
  });
  await train(model, stripes(250, 1), {
    epochs: 12,
    batchSize: 32,
    learningRate: { kind: 'oneCycle', peak: 0.01 },
    emaDecay: 0.99,
    augmentation: { shiftPixels: 1, horizontalFlip: true, mixup: 0.2 },
    validation: stripes(50, 2),
    checkpoint: { directory, resume: true },
    onEpochEnd: () => setTimeout(pause),
  });
  return readWeights(model);
}
