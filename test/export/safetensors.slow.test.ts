import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportSafetensors, modelMetadata, predictProbabilities, setModelMetadata, tf } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { temporaryFolder } from '../temporary-folder.js';
import { classifierWithEverything, noiseImages, randomModel } from './models.js';

const environment = path.join(root, 'build', 'test-programs', 'safetensors');
const python = path.join(environment, 'bin', 'python');
const done = path.join(environment, 'done');

/** Installs Python's safetensors and NumPy with pinned checksums, once, in a separate environment. */
beforeAll(() => {
  if (existsSync(done)) return;
  rmSync(environment, { recursive: true, force: true });
  execFileSync(process.env.MNIST_LAB_PYTHON ?? 'python3', ['-m', 'venv', environment]);
  const list = path.join(__dirname, 'safetensors', 'requirements.txt');
  execFileSync(python, ['-m', 'pip', 'install', '-q', '--require-hashes', '--no-deps', '-r', list]);
  writeFileSync(done, '');
}, 300_000);

const runPython = (program: string, ...words: readonly string[]) =>
  JSON.parse(execFileSync(python, ['-c', program, ...words], { encoding: 'utf8' }));

test('the Python package safetensors reads the dense weights, classes, temperature and input scaling of an exported file', async () => {
  const model = classifierWithEverything();
  const { file } = await exportSafetensors(model, path.join(temporaryFolder(), 'model.safetensors'));
  const { tensors, metadata } = runPython(
    `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], "np") as model:
    tensors = {name: model.get_tensor(name) for name in model.keys()}
    print(json.dumps({
        "tensors": {name: [list(t.shape), str(t.dtype), t.ravel().tolist()] for name, t in tensors.items()},
        "metadata": model.metadata(),
    }))`,
    file,
  );
  const weights = model.layers.flatMap((layer) => layer.getWeights());
  expect(Object.keys(tensors)).toHaveLength(weights.length);
  for (const place of [1, 5, 8]) {
    const [kernel] = model.layers[place]!.getWeights();
    expect(tensors[`layers.${place}.kernel`]).toEqual([kernel!.shape, 'float32', [...kernel!.dataSync()]]);
  }
  expect(JSON.parse(metadata.classNames)).toEqual(modelMetadata(model).classNames);
  expect([metadata.temperature, JSON.parse(metadata.inputScaling)]).toEqual([
    '1.7',
    { mean: 0.3, standardDeviation: 0.4 },
  ]);
});

const flatten = () => tf.layers.flatten({ inputShape: [6, 5] });
const softmax = () => tf.layers.dense({ units: 4, activation: 'softmax' });

/** Networks that the Python function of lib/README.md computes. */
const denseNetworks = {
  'with relu': () => [
    flatten(),
    tf.layers.dense({ units: 12, activation: 'relu' }),
    tf.layers.dropout({ rate: 0.5 }),
    tf.layers.dense({ units: 9, activation: 'relu' }),
    softmax(),
  ],
  'with GELU after batch normalisation': () => [
    flatten(),
    tf.layers.dense({ units: 12, useBias: false }),
    tf.layers.batchNormalization(),
    tf.layers.activation({ activation: 'gelu' }),
    softmax(),
  ],
};

/** Exports a network, and runs the Python function of lib/README.md on random images. */
async function pythonPredicts(layers: Parameters<typeof randomModel>[0]) {
  const model = randomModel(layers);
  setModelMetadata(model, {
    imageShape: [6, 5],
    inputScaling: { mean: 0.3, standardDeviation: 0.4 },
    temperature: 1.7,
  });
  const { file } = await exportSafetensors(model, path.join(temporaryFolder(), 'model.safetensors'));
  const images = noiseImages(20, 30);
  const [, readme] = /```python\n(.*?)```/s.exec(readFileSync(path.join(root, 'lib', 'README.md'), 'utf8'))!;
  const found: number[] = runPython(
    `${readme}
import sys
images = np.array(json.loads(sys.argv[2]), dtype=np.float64).reshape(-1, 6, 5)
print(json.dumps(predict(sys.argv[1], images).ravel().tolist()))`,
    file,
    JSON.stringify([...images]),
  );
  return { found, wanted: predictProbabilities(model, images) };
}

test.each(Object.entries(denseNetworks))(
  'the Python function in lib/README.md predicts as the library does for a network %s',
  async (_, layers) => {
    const { found, wanted } = await pythonPredicts(layers());
    expect(found).toHaveLength(wanted.length);
    found.forEach((probability, index) => {
      expect(Math.abs(probability - wanted[index]!)).toBeLessThan(1e-5);
    });
  },
);

test('the Python function in lib/README.md rejects a layer normalisation, which it does not support', async () => {
  const normalised = [flatten(), tf.layers.layerNormalization(), softmax()];
  await expect(pythonPredicts(normalised)).rejects.toThrow('layer 1 is LayerNormalization');
});
