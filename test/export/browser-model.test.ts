import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, exportBrowserModel, modelMetadata, setModelMetadata, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';

describe('exportBrowserModel', () => {
  it('writes what tf.loadLayersModel reads, with the metadata, in files of 4 MB at most', async () => {
    const folder = temporaryFolder();
    const model = createDigitModel({ hiddenUnits: [1500], batchNormalization: true, dropoutRate: 0.1 });
    setModelMetadata(model, { classNames: [...'zyxwvutsrq'], temperature: 1.5 });
    const files = await exportBrowserModel(model, path.join(folder, 'digit'));

    const loaded = await tf.loadLayersModel(`file://${folder}/digit/model.json`);
    expect(loaded.getUserDefinedMetadata()).toEqual(JSON.parse(JSON.stringify(modelMetadata(model))));
    const inputs = tf.randomUniform([5, 784], 0, 1, 'float32', 3);
    const outputs = [model, loaded].map((each) => (each.predict(inputs) as typeof inputs).dataSync());
    expect(outputs[1]).toEqual(outputs[0]);

    expect(files.at(-1)!.file).toBe(path.join(folder, 'digit', 'model.json'));
    expect(files).toHaveLength(3);
    for (const { file, bytes } of files) {
      expect(statSync(file).size).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
    }
  });

  it('replaces a model exported before, and keeps weights of few earlier ones', async () => {
    const folder = temporaryFolder();
    for (let seed = 1; seed <= 7; seed++) await exportBrowserModel(createDigitModel({ seed }), folder);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(5);
  });
});
