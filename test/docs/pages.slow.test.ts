import { readFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ours, succeed } from '../package/consumer.js';

test('npm run docs builds an API reference that has the example of train() and the setup command', {
  timeout: 180_000,
}, async () => {
  rmSync(ours('build', 'docs'), { recursive: true, force: true });
  await succeed('npm', ['run', 'docs'], ours());
  const page = readFileSync(ours('build', 'docs', 'functions', 'mnist-lab.train.html'), 'utf8');
  expect(page).toContain('Example');
  expect(page).toContain('createDigitModel');
  expect(readFileSync(ours('build', 'docs', 'index.html'), 'utf8')).toContain('npx mnist-lab setup');
});
