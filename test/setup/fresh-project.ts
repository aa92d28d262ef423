import { cpSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../temporary-folder.js';

/** A project with tfjs-node as npm installs it: its JavaScript and dependencies, without TensorFlow. */
export function projectWithoutTensorflow(): string {
  const project = realpathSync(temporaryFolder());
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
  const here = path.resolve('node_modules');
  const modules = path.join(project, 'node_modules');
  mkdirSync(path.join(modules, '@tensorflow'), { recursive: true });
  for (const folder of ['.', '@tensorflow']) {
    for (const name of readdirSync(path.join(here, folder))) {
      if (name.startsWith('.') || name === '@tensorflow' || name === 'tfjs-node') continue;
      symlinkSync(path.join(here, folder, name), path.join(modules, folder, name));
    }
  }
  const tfjsNode = path.join('@tensorflow', 'tfjs-node');
  for (const name of ['package.json', 'binding', 'dist']) {
    cpSync(path.join(here, tfjsNode, name), path.join(modules, tfjsNode, name), { recursive: true });
  }
  return project;
}
