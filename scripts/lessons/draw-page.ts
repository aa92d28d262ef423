/** The page to draw on, with the networks of all lessons inside. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildFolder, lessons } from './project.js';

/** Writes `build/draw.html` from the models that are in `build/models`; without any, there is no page. */
export async function writeDrawPage(): Promise<string | undefined> {
  // The library loads TensorFlow, which a run that fails earlier has no need of.
  const { exportDrawPage, loadDataset, loadModel } = await import('mnist-lab');
  const models: Record<string, Awaited<ReturnType<typeof loadModel>>> = {};
  const examples: Record<string, Awaited<ReturnType<typeof loadDataset>>['test']> = {};
  for (const { dataset, model } of lessons) {
    const folder = path.join(buildFolder, 'models', model);
    if (!existsSync(path.join(folder, 'model.json'))) continue;
    models[model] = await loadModel(folder);
    examples[model] = (await loadDataset(dataset)).test;
  }
  if (Object.keys(models).length === 0) return undefined;
  const file = path.join(buildFolder, 'draw.html');
  await exportDrawPage(models, file, { examples });
  return file;
}
