import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadDataset } from '../datasets/load-dataset.js';
import { type DrawPageModels, type DrawPageOptions, exportDrawPage } from '../export/draw-page.js';
import { loadModel } from '../models/load-model.js';
import { buildPath } from './project.js';

/** The dataset whose images each network of the page is tried with. */
const datasets = { digit: 'mnist', fashion: 'fashion-mnist' } as const;

/**
 * Writes `draw.html` with the networks of all lessons that were run, which are in the build folder's `models/digit`
 * and `models/fashion`.
 *
 * @param folder The build folder. Defaults to that of the project, as {@link buildPath} finds it.
 * @returns path of the page.
 * @throws {TypeError} If there is no model yet.
 *
 * @example
 * ```ts
 * await saveModel(model, buildPath('models', 'digit'));
 * console.log(await writeDrawPage());
 * ```
 */
export async function writeDrawPage(folder: string = buildPath()): Promise<string> {
  const models: { -readonly [Subject in keyof DrawPageModels]: DrawPageModels[Subject] } = {};
  const examples: {
    -readonly [Subject in keyof DrawPageModels]: NonNullable<DrawPageOptions['examples']>[Subject];
  } = {};
  for (const subject of ['digit', 'fashion'] as const) {
    const saved = path.join(folder, 'models', subject);
    if (!existsSync(path.join(saved, 'model.json'))) continue;
    models[subject] = await loadModel(saved);
    examples[subject] = (await loadDataset(datasets[subject])).test;
  }
  const file = path.join(folder, 'draw.html');
  await exportDrawPage(models, file, { examples });
  return file;
}
