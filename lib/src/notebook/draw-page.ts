import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildPath } from './project.js';

/** The dataset whose images each network of the page is tried with. */
const datasets = { digit: 'mnist', fashion: 'fashion-mnist' } as const;

/**
 * Writes `draw.html` with the networks of all lessons that were run, which are in the build folder's `models/digit`
 * and `models/fashion`.
 *
 * @param folder The build folder. Defaults to that of the project, as {@link buildPath} finds it.
 * @returns path of the page.
 * @throws {TypeError} if there is no model yet.
 *
 * @example
 * ```ts
 * await saveModel(model, buildPath('models', 'digit'));
 * console.log(await writeDrawPage());
 * ```
 */
export async function writeDrawPage(folder: string = buildPath()): Promise<string> {
  // Loads TensorFlow, which a script that only wants a figure has no need of.
  const { loadModel } = await import('../models/load-model.js');
  const { loadDataset } = await import('../datasets/load-dataset.js');
  const { exportDrawPage } = await import('../export/draw-page.js');
  const lessons = (['digit', 'fashion'] as const)
    .map((subject) => ({ subject, saved: path.join(folder, 'models', subject) }))
    .filter(({ saved }) => existsSync(path.join(saved, 'model.json')));
  const networks = lessons.map(async ({ subject, saved }) => ({
    model: await loadModel(saved),
    examples: (await loadDataset(datasets[subject])).test,
  }));
  const file = path.join(folder, 'draw.html');
  await exportDrawPage(await Promise.all(networks), file);
  return file;
}
