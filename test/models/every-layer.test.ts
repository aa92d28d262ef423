import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { loadModel, predictProbabilities, saveModel, tf } from 'mnist-lab';
import { expect, test } from 'vitest';
import { tensorflowProbabilities } from '../export/models.js';
import { temporaryFolder } from '../temporary-folder.js';
import { modelsOfLayers, specialModels } from './every-layer.js';

const images = Uint8Array.from({ length: 12 * 16 }, (_, index) => (index * 37) % 256);

test.each(Object.entries({ ...modelsOfLayers, ...specialModels }))(
  'loadModel() restores a model with %s that was saved by this library or by TensorFlow.js',
  async (_, make) => {
    const model = make();
    const wanted = predictProbabilities(model, images);
    // predictProbabilities() may have classified so few images without TensorFlow.
    model.resetStates();
    tensorflowProbabilities(model, images).forEach((value, index) => {
      expect(wanted[index]).toBeCloseTo(value, 5);
    });
    const folder = temporaryFolder();
    const [ours, theirs] = ['ours', 'theirs'].map((name) => path.join(folder, name)) as [string, string];
    mkdirSync(theirs);
    await saveModel(model, ours);
    await model.save(`file://${theirs}`);
    for (const saved of [ours, theirs]) {
      const loaded = await loadModel(saved);
      model.resetStates();
      expect(predictProbabilities(loaded, images)).toEqual(wanted);
      expect(loaded.layers.map((layer) => layer.trainable)).toEqual(
        model.layers.map((layer) => layer.trainable),
      );
      loaded.dispose();
    }
    model.dispose();
  },
);

test('the table of models in these tests contains every layer of TensorFlow.js that a tf.Sequential can have under Node', () => {
  const names = Object.keys(tf.layers).filter((name) => /^[a-z]/.test(name));
  const others = ['add', 'average', 'concatenate', 'dot', 'maximum', 'minimum', 'multiply', 'input'];
  // Under Node, tfjs cannot add a layer after the first of these, and cannot apply the others in a model.
  const unusable = ['randomWidth', 'resizing', 'categoryEncoding'];
  const cells = ['convLstm2dCell', 'gruCell', 'lstmCell', 'simpleRNNCell', 'flatten'];
  const synonyms = /^(avg|globalMaxPool\dd$|maxPool\dd$)/;
  const wanted = names.filter(
    (name) => ![...others, ...cells, ...unusable].includes(name) && !synonyms.test(name),
  );
  expect(Object.keys(modelsOfLayers)).toEqual(expect.arrayContaining(wanted));
});

test('loadModel() rejects a model with a layer that TensorFlow.js cannot apply under Node', async () => {
  const folder = temporaryFolder();
  const { layers } = tf;
  const encoding = layers.categoryEncoding({ inputShape: [16], numTokens: 2, outputMode: 'count' } as never);
  await saveModel(tf.sequential({ layers: [encoding, layers.dense({ units: 3 })] }), folder);
  await expect(loadModel(folder)).rejects.toThrow(
    /it cannot be applied: Kernel 'DenseBincount' not registered/,
  );
});
