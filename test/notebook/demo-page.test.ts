import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, createFashionModel, saveModel } from 'mnist-lab';
import { writeDemoPage } from 'mnist-lab/notebook';
import { beforeAll, expect, test, vi } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { temporaryFolder } from '../temporary-folder.js';

beforeAll(compileLibrary);

test('writeDemoPage() adds a section to the demo page for each lesson whose network was saved', async () => {
  const build = temporaryFolder();
  vi.stubEnv('MNIST_LAB_BUILD', build);
  const sections = async () => {
    const page = readFileSync(await writeDemoPage(), 'utf8');
    return [...page.matchAll(/<section [^>]*aria-label="(.*?)"/g)].map(([, name]) => name);
  };
  await saveModel(createFashionModel({ hiddenUnits: [] }), path.join(build, 'models', 'fashion'));
  expect(await sections()).toEqual(['Garment']);
  await saveModel(createDigitModel({ hiddenUnits: [] }), path.join(build, 'models', 'digit'));
  expect(await sections()).toEqual(['Digit', 'Garment']);
  vi.unstubAllEnvs();
});
