import {
  createDenseClassifier,
  createDigitModel,
  loadModel,
  predictProbabilities,
  saveModel,
  tf,
} from 'mnist-lab';
import { expect, test, vi } from 'vitest';
import { collectGarbage, tensorsInUse } from '../collect-garbage.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Collects garbage until the condition holds: compilation in other threads may keep objects for a while. */
const collectUntil = (condition: () => boolean) =>
  vi.waitUntil(
    () => {
      collectGarbage();
      return condition();
    },
    { timeout: 30_000, interval: 10 },
  );

test('a created or loaded model leaks no tensor after dispose()', async () => {
  const folder = temporaryFolder();
  const before = tf.memory().numTensors;
  const made = createDenseClassifier({ hiddenUnits: [8], batchNormalization: true, dropoutRate: 0.1 });
  await saveModel(made, folder);
  made.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const loaded = await loadModel(folder);
  predictProbabilities(loaded, new Uint8Array(784));
  loaded.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a created or loaded model that is garbage-collected frees its tensors', async () => {
  const folder = temporaryFolder();
  const kept = createDigitModel();
  const { numTensors, numBytes } = tf.memory();
  const use = async () => {
    const made = createDigitModel();
    expect(tf.memory().numTensors).toBeGreaterThan(numTensors);
    await saveModel(made, folder);
    for (let each = 0; each < 5; each++) predictProbabilities(await loadModel(folder), new Uint8Array(784));
  };
  await use();
  tf.dispose(tf.tidy(() => kept.predict(tf.zeros([1, 784])))); // tfjs keeps a reference to the last model applied.
  await collectUntil(() => tf.memory().numTensors <= numTensors);
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(tf.memory().numBytes).toBe(numBytes);
});

test('layers shared by two models keep their weights after one of the models is garbage-collected', async () => {
  let other: WeakRef<object> | undefined;
  const takeLayers = () => {
    const whole = createDigitModel({ hiddenUnits: [8, 8] });
    other = new WeakRef(whole);
    return whole.layers.slice(0, 2);
  };
  const model = tf.sequential({ layers: takeLayers() });
  await collectUntil(() => other!.deref() === undefined);
  await tensorsInUse();
  const inputs = tf.ones([1, 784]);
  expect((model.predict(inputs) as typeof inputs).dataSync()).toHaveLength(8);
});
