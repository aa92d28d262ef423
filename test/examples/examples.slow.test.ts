import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadDataset } from 'mnist-lab';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../examples/server.js';
import { ours, run, succeed } from '../package/consumer.js';

let folder: string;
let model: string;
let label: number;
const file = (name: string) => path.join(folder, name);
const environment = { MNIST_LAB_DATA: process.env.MNIST_LAB_DATA ?? '' };

/** Runs an example as described in its first lines. */
function example(name: string, ...words: readonly string[]) {
  return succeed(
    process.execPath,
    ['--import', 'tsx', ours('examples', name), ...words],
    ours(),
    environment,
  );
}

// This example runs first, because it trains the model that the others use.
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-examples-'));
  model = file('digit');
  await succeed(process.execPath, [ours('node_modules', 'typescript', 'bin', 'tsc'), '-b', 'lib'], ours());
  const { out } = await example('train-and-save.ts', '--epochs', '1', '--output', model);
  expect(out).toMatch(
    /epoch 1: loss .*, validation accuracy 9\d\.\d\d%\ntest accuracy 9\d\.\d\d% \(95% interval/,
  );
  const { test: images } = await loadDataset('mnist');
  label = images.labels[0]!;
  const first = sharp(images.images.slice(0, 784), { raw: { width: 28, height: 28, channels: 1 } });
  await first.png().toFile(file('first.png'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('the example classify-files prints the class of an image file, and an error for an unreadable file', async () => {
  const { out } = await example('classify-files.ts', model, file('first.png'));
  expect(out).toMatch(new RegExp(`first\\.png: ${label} \\(\\d+\\.\\d%\\)\n$`));
  const script = ['--import', 'tsx', ours('examples', 'classify-files.ts'), model, file('no.png')];
  const failed = await run(process.execPath, script, ours(), environment);
  expect(failed.code).toBe(1);
  expect(failed.err).toContain('file not found');
});

test('the example compare-models reports whether a model is significantly better, and lists the images with the highest loss', async () => {
  const better = file('better');
  await example('train-and-save.ts', '--epochs', '3', '--output', better);
  const { out } = await example('compare-models.ts', model, better);
  expect(out).toMatch(
    /better: accuracy 9\d\.\d\d% \(9.*\), Brier score 0\.0\d{3}\ncorrect in one only: \d+ and \d+ images, p = \d.*\n.*better is better\n/,
  );
  expect(out.match(/image \d+: a \d, predicted as \d with \d+\.\d\d%/g)).toHaveLength(5);
  expect((await example('compare-models.ts', model, model)).out).toContain(
    'p = 1.0\nthe difference is within chance',
  );
});

test('the example search-learning-rates compares learning rates over several seeds', async () => {
  const { out } = await example(
    'search-learning-rates.ts',
    '--rates',
    '0.0001,0.003',
    '--seeds',
    '2',
    '--epochs',
    '1',
  );
  expect(out).toMatch(/rate 0\.0001: \d\d\.\d\d% ± \d\.\d\d over 2 seeds\nrate 0\.003: .*\nbest: 0\.003\n$/);
});

test('the example custom-dataset trains a network that distinguishes its generated shapes', async () => {
  const { out } = await example('custom-dataset.ts', '--images', '600');
  expect(Number(/^([\d.]+)% of 120 validation images/.exec(out)![1])).toBeGreaterThan(80);
});

test('the example convolution trains a convolutional network that classifies shifted clothes better than a dense one', async () => {
  const { out } = await example('convolution.ts', '--images', '2000', '--epochs', '3');
  const shifted = [...out.matchAll(/([\d.]+)% shifted/g)].map(([, percent]) => Number(percent));
  expect(shifted).toHaveLength(2);
  expect(shifted[1]).toBeGreaterThan(shifted[0]!);
});

test('the example server answers many concurrent requests, and invalid ones with an error', async () => {
  const server = await createServer(model);
  const post = (payload: Buffer | string, type: string) =>
    server.inject({ method: 'POST', url: '/predict', payload, headers: { 'content-type': type } });
  const png = readFileSync(file('first.png'));
  const answers = await Promise.all(Array.from({ length: 300 }, () => post(png, 'image/png')));
  for (const answer of answers) {
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ class: `${label}`, probability: expect.any(Number) });
  }
  const wrong = [
    [post('no image', 'image/png'), 422, 'Decoding the image'],
    [
      post(Buffer.alloc(10), 'application/octet-stream'),
      422,
      'Reading pixels: expected 28 × 28 bytes but found 10.',
    ],
    [post('{}', 'application/json'), 415, 'expected an image file with its type'],
    [post(Buffer.alloc(1_000_001), 'image/png'), 413, 'the body is larger than 1000000 bytes'],
  ] as const;
  for (const [answer, status, message] of wrong) {
    const { statusCode, body } = await answer;
    expect([statusCode, JSON.parse(body).error]).toEqual([status, expect.stringContaining(message)]);
  }
  await server.close();
});
