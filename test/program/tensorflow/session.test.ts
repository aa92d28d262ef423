import { createDenseClassifier } from 'mnist-lab';
import { expect, it } from 'vitest';
import { GraphEngine } from '../../../lib/src/training/graph/graph-engine.js';
import { resolveTrainOptions } from '../../../lib/src/training/train-options.js';
import { withoutGarbage } from '../../collect-garbage.js';
import { trainingNetwork } from '../../training/engines.js';
import { stripes } from '../../training/stripes.js';

/** Bytes of all reachable typed arrays. */
const heldBytes = () => withoutGarbage(() => process.memoryUsage().arrayBuffers, 50);

it('a TensorFlow session holds no memory of JavaScript arrays, because it copies its inputs', async () => {
  // Kernels of 16 kB: a quarter of such arrays is aligned so that TensorFlow could use them directly.
  const hiddenUnits = Array.from({ length: 12 }, () => 64);
  const model = createDenseClassifier({ imageShape: [6, 6], hiddenUnits, classCount: 3 });
  const plan = { compiled: false, sliceSteps: 1 };
  const engine = new GraphEngine(
    model,
    trainingNetwork(model),
    stripes(19, 4),
    resolveTrainOptions({}, 19),
    plan,
    '',
  );
  const before = await heldBytes();
  engine.close();
  expect(before - (await heldBytes())).toBeLessThan(8_000);
});
