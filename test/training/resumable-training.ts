/** Trains with checkpoints, resumes if there is one, and writes the final weights. `resume.test.ts` runs it. */

import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createDenseClassifier } from '../../lib/src/models/dense-classifier.js';
import { train } from '../../lib/src/training/train.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from './stripes.js';

const [directory, weightsFile] = process.argv.slice(2) as [string, string];
const model = createDenseClassifier({
  imageShape: [6, 6],
  hiddenUnits: [24, 12],
  classCount: 3,
  batchNormalization: true,
  dropoutRate: 0.2,
});

async function main() {
  process.stdout.write('begins');
  await train(model, stripes(250, 1), {
    epochs: 12,
    batchSize: 32,
    learningRate: { kind: 'oneCycle', peak: 0.01 },
    emaDecay: 0.99,
    augmentation: { shiftPixels: 1, horizontalFlip: true, mixup: 0.2 },
    validation: stripes(50, 2),
    checkpoint: { directory, resume: true },
    // Time for the test to kill the process.
    onEpochEnd: () => setTimeout(50),
  });
  writeFileSync(
    weightsFile,
    Buffer.concat(readWeights(model).map((values) => new Uint8Array(values.buffer))),
  );
}

void main();
