import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from 'mnist-lab';
import { digits, fashion } from 'mnist-lab/experiments';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { trainValues } from '../../lib/src/cli/train-values.js';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

/** Images of several sizes, by class: either the upper or the lower half is white. */
async function dots(): Promise<string> {
  const folder = temporaryFolder();
  const random = createRandom(1);
  for (const [half, name] of ['upper', 'lower'].entries()) {
    mkdirSync(path.join(folder, name));
    for (let index = 0; index < 30; index++) {
      const side = 12 + random.integer(8);
      const pixels = Buffer.alloc(side * side);
      pixels.fill(255, half * Math.floor(pixels.length / 2), (half + 1) * Math.floor(pixels.length / 2));
      const picture = sharp(pixels, { raw: { width: side, height: side, channels: 1 } });
      await picture.png().toFile(path.join(folder, name, `${index}.png`));
    }
  }
  return folder;
}

test('train, evaluate and predict classify a folder of your own images correctly', async () => {
  const folder = await dots();
  const model = path.join(temporaryFolder(), 'model');
  const words = ['--image-shape', '12x10', '--test-size', '0.3', '--epochs', '30', '--batch-size', '10'];
  const trained = await runRecorded(['train', folder, '--output', model, ...words, '--json']);
  expect(trained.err).not.toContain('Cannot');
  expect(JSON.parse(trained.out).test.accuracy).toBe(1);
  const evaluated = JSON.parse((await runRecorded(['evaluate', model, '--json'])).out);
  expect(evaluated).toMatchObject({ count: 18, accuracy: 1 });
  const image = path.join(folder, 'lower', '3.png');
  const predicted = JSON.parse((await runRecorded(['predict', model, image, '--json'])).out);
  expect(predicted.predictions[0].class).toBe('lower');
});

test.each([
  ['digits', digits.recipe],
  ['fashion', fashion.recipe],
  ['small-digits', digits.smallRecipe],
  ['digits-cnn', digits.convolutionalRecipe],
  ['fashion-cnn', fashion.convolutionalRecipe],
] as const)(
  'train --recipe %s uses the options of the lesson’s recipe',
  async (recipe, { training, model, validationSize }) => {
    const values = await trainValues({ recipe }, undefined);
    expect(values.training).toEqual(training);
    expect(values.network).toEqual(model);
    expect(values.command).toMatchObject({ validationSize, standardize: true });
  },
);

test('train validates on the validation split of a folder, and with --no-test it does not read the test images', async () => {
  const [folder, model] = [temporaryFolder(), path.join(temporaryFolder(), 'model')];
  for (const part of ['Training', 'val']) cpSync(await dots(), path.join(folder, part), { recursive: true });
  mkdirSync(path.join(folder, 'Testing', 'upper'), { recursive: true });
  writeFileSync(path.join(folder, 'Testing', 'upper', 'broken.png'), 'no image');
  const words = ['train', folder, '--image-shape', '12x10', '--epochs', '2', '--no-test', '--output', model];
  const { code, out, err } = await runRecorded([...words, '--json']);
  expect([code, err]).toEqual([0, expect.not.stringContaining('broken')]);
  expect(JSON.parse(out).history.epochs[1].validationAccuracy).toBeGreaterThan(0);
  const twice = await runRecorded([...words, '--validation-size', '0.2']);
  expect(twice.code).toBe(2);
  expect(twice.err).toContain('the dataset has a validation split');
  const evaluated = await runRecorded(['evaluate', model, '--split', 'validation', '--json']);
  expect(JSON.parse(evaluated.out)).toMatchObject({ split: 'validation', count: 60 });
});

test('train --class-weights weights classes by name, and rejects unknown names', async () => {
  const [folder, model] = [await dots(), path.join(temporaryFolder(), 'model')];
  const words = ['train', folder, '--image-shape', '12x10', '--epochs', '1', '--output', model, '--json'];
  const trained = await runRecorded([...words, '--class-weights', 'upper=2.5']);
  expect(JSON.parse(trained.out)).toMatchObject({
    settings: { classWeights: { upper: 2.5 } },
    history: { classWeights: { lower: 1, upper: 2.5 } },
  });
  for (const [wrong, message] of [
    ['uper=2', 'Did you mean upper?'],
    ['upper', 'such as cat=2,dog=0.5'],
    ['upper=-1', 'greater than 0'],
  ] as const) {
    const { code, out } = await runRecorded([...words, '--class-weights', wrong]);
    expect([code, out]).toEqual([2, expect.stringContaining(message)]);
  }
});
