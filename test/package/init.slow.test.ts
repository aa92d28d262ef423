import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Consumer, linkTensorflow, succeed } from './consumer.js';

const consumer = new Consumer();
const project = path.join(consumer.folder, 'my-project');

beforeAll(async () => {
  await consumer.install();
  const made = await consumer.run('init', 'my-project', '--library', consumer.tarball);
  expect(made.err).toBe('');
  await succeed('npm', ['install'], project);
  // Replace tfjs-node by one with TensorFlow, as `npm run setup` would do. setup.slow.test.ts covers the
  // setup itself.
  rmSync(path.join(project, 'node_modules', '@tensorflow', 'tfjs-node'), { recursive: true });
  linkTensorflow(project);
}, 600_000);
afterAll(() => consumer.remove());

const npmRun = (...words: readonly string[]) => succeed('npm', ['run', ...words], project);

test('the script of a new project compiles, trains and writes a page', { timeout: 120_000 }, async () => {
  await npmRun('check');
  await npmRun('inspect');
  const { out } = await npmRun('train', '--', '--epochs', '30');
  expect(out).toMatch(/epoch 30: .*\nTest accuracy: \d+\.\d% of 36 images\./);
  expect(readFileSync(path.join(project, 'build', 'own-pictures.html'), 'utf8')).toContain('circle');
  expect(existsSync(path.join(project, 'build', 'contact-sheet.html'))).toBe(true);
});

test('the notebook of a new project runs from top to bottom with the package’s kernel', {
  timeout: 900_000,
}, async () => {
  rmSync(path.join(project, 'build', 'own-pictures.html'));
  const { err } = await npmRun('setup');
  expect(err).toContain('Kernel: the tslab kernel works');
  await npmRun('notebook');
  const page = readFileSync(path.join(project, 'build', 'own_pictures.html'), 'utf8');
  expect(page).toMatch(/Test accuracy: \d+\.\d% of 36 images\./);
  expect(page).not.toContain('Traceback');
  // The notebook has at least five figures, each with its PNG.
  expect(page.match(/data:image\/png/g)!.length).toBeGreaterThanOrEqual(5);
  expect(existsSync(path.join(project, 'build', 'own-pictures.html'))).toBe(true);
  // A second setup changes nothing.
  expect((await npmRun('setup')).out).toContain('are already set up');
});
