import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hasPackedRenderer, isRendererSettled, settleWithoutRenderer } from '../../lib/src/setup/renderer.js';
import { temporaryFolder } from '../temporary-folder.js';

test('a renderer that did not start is not fetched at every set-up, but whoever asks for pictures gets another try', () => {
  const modules = path.join(temporaryFolder(), 'node_modules');
  mkdirSync(modules);
  expect(isRendererSettled(modules)).toBe(false);
  settleWithoutRenderer(modules);
  expect(isRendererSettled(modules), 'as the set-up of a project asks').toBe(true);
  expect(hasPackedRenderer(modules), 'as mnist-lab setup --pictures asks').toBe(false);
});
