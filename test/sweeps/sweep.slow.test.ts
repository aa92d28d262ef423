import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadModel, modelMetadata } from 'mnist-lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { hasRay, type ResultLine, readLines, runCommand } from './command.js';
import { writeStripes } from './stripes-folder.js';

let folder: string;
const file = (name: string) => path.join(folder, name);

beforeAll(() => {
  compileLibrary();
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-sweep-'));
  writeStripes(file('stripes'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('sweep() in a project without Ray rejects with an error that contains the setup command', async () => {
  writeFileSync(file('space.json'), '{ "epochs": { "choice": [1, 2] } }');
  const { sweep } = await import('mnist-lab');
  const here = process.cwd();
  process.chdir(folder);
  try {
    await expect(sweep({ epochs: { choice: [1, 2] } }, { dataset: 'stripes' })).rejects.toMatchObject({
      message: 'Sweeping: Ray is not installed. Run `npx mnist-lab setup --sweeps`.',
      code: 'MNIST_LAB_NOT_SET_UP',
    });
  } finally {
    process.chdir(here);
  }
});

describe.skipIf(!hasRay)('with Ray', () => {
  test('a sweep ranks its trials, saves the best model, and writes a report', {
    timeout: 600_000,
  }, async () => {
    const space = {
      ...{ epochs: 3, batchSize: 50, validationSize: 150 },
      ...{ hiddenUnits: { grid: [[], [16]] }, learningRate: { grid: [0.0001, 0.02] } },
    };
    writeFileSync(file('space.json'), JSON.stringify(space));
    const words = ['sweep', file('space.json'), '--dataset', file('stripes'), '--output', file('out')];
    const { code, out, err } = await runCommand([...words, '--no-pruning', '--seeds', '2']);
    expect([code, err]).toEqual([0, expect.stringMatching(/^8 of 8 runs finished, 0 running, best \d\d/m)]);
    expect(out).toMatch(/^ *# {2}HIDDENUNITS {2}LEARNINGRATE {2,}ACCURACY {2}DEVIATION/);
    expect(out).toContain('Best: #');

    const lines = readLines<ResultLine>(file('out/results.jsonl'));
    expect(lines.map(({ status }) => status)).toEqual(Array(8).fill('done'));
    const config = JSON.parse(readFileSync(file('out/best.json'), 'utf8'));
    expect(config).toMatchObject({ learningRate: 0.02, epochs: 3 });
    const metadata = modelMetadata(await loadModel(file('out/best')));
    expect(metadata.test!.accuracy).toBeGreaterThan(0.9);
    expect(metadata.trainedWith).toMatchObject({ dataset: file('stripes'), learningRate: 0.02 });

    const page = readFileSync(file('out/report.html'), 'utf8');
    expect(page).toContain('Each point is a configuration');
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    expect(existsSync(file('out/models'))).toBe(false);

    const again = await runCommand([
      ...['train', file('stripes'), '--config', file('out/best.json'), '--output', file('again')],
    ]);
    expect(again.err).toMatch(/^epoch 3\/3 /m);
    const resumed = await runCommand(['sweep', '--resume', file('out'), '--json']);
    expect(JSON.parse(resumed.out)).toMatchObject({
      isInterrupted: false,
      best: { configuration: expect.any(Number) },
    });
    expect(resumed.err).not.toContain('7 of 8');
  });
});
