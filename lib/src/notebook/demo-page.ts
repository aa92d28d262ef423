import { existsSync } from 'node:fs';
import path from 'node:path';
import { lessons } from '../lessons/lessons.js';
import { buildPath } from './project.js';

/**
 * Writes `draw.html` with the networks of all executed lessons, which are in the build folder's `models`.
 *
 * @param folder Defaults to the project's build folder, as {@link buildPath} finds it.
 * @returns path of the page.
 * @throws {TypeError} if there are no models yet.
 *
 * @example
 * await saveModel(model, buildPath('models', digits.modelName));
 * console.log(await writeDemoPage());
 */
export async function writeDemoPage(folder: string = buildPath()): Promise<string> {
  // Load these lazily: they load TensorFlow, which a script that only draws figures does not need.
  const { loadModel } = await import('../models/load-model.js');
  const { loadDataset } = await import('../datasets/load-dataset.js');
  const { exportDemoPage } = await import('../export/demo-page.js');
  const saved = (modelName: string) => path.join(folder, 'models', modelName);
  const finished = lessons.filter(({ modelName }) => existsSync(path.join(saved(modelName), 'model.json')));
  const networks = finished.map(async ({ dataset, modelName }) => ({
    model: await loadModel(saved(modelName)),
    // The page offers these images as examples.
    examples: (await loadDataset(dataset)).test,
  }));
  const file = path.join(folder, 'draw.html');
  await exportDemoPage(await Promise.all(networks), file);
  return file;
}
