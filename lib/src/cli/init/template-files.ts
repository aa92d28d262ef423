import { readFileSync } from 'node:fs';
import path from 'node:path';
import { examplePictures } from './example-pictures.js';
import { projectManifest } from './manifest.js';

/** What `mnist-lab init` can make: everything, or the notebook for a project that is there already. */
export const templateNames = ['project', 'own-pictures'] as const;
export type TemplateName = (typeof templateNames)[number];

const folder = path.join(__dirname, '..', '..', '..', 'templates');
const notebook = 'notebooks/own_pictures/own_pictures.ipynb';

/** Files of the project besides those that are made, by their places; npm would not pack some of them by their names. */
const copied: Readonly<Record<string, string>> = {
  '.gitignore': 'gitignore',
  '.npmrc': 'npmrc',
  'README.md': 'README.md',
  'train.ts': 'train.ts',
  'tsconfig.json': 'tsconfig.json',
};

/**
 * What a template consists of, by path in the project.
 *
 * @param name Of the project.
 * @param library What npm is to install as mnist-lab. Defaults to this version.
 */
export async function templateFiles(
  template: TemplateName,
  name: string,
  library?: string,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const pictures = await examplePictures();
  const shared = new Map<string, string | Uint8Array>([[notebook, read('own_pictures.ipynb')], ...pictures]);
  if (template === 'own-pictures') return shared;
  const manifest = `${JSON.stringify(projectManifest(name, library), null, 2)}\n`;
  const others = Object.entries(copied).map(([place, file]) => [place, read(file)] as const);
  return new Map<string, string | Uint8Array>([['package.json', manifest], ...others, ...shared]);
}
