/**
 * Trains on a dataset of your own: shapes of 16 × 16 pixels, drawn as SVG and decoded like any image.
 *
 *   npx tsx examples/custom-dataset.ts --images 600
 */

import { parseArgs } from 'node:util';
import {
  createDenseClassifier,
  createRandom,
  type Dataset,
  decodeImage,
  evaluate,
  mostConfusedPairs,
  type Random,
  splitValidation,
  train,
} from 'mnist-lab';

const side = 16;

const shapes: Record<string, (x: number, y: number, size: number) => string> = {
  circle: (x, y, size) => `<circle cx="${x}" cy="${y}" r="${size}"/>`,
  square: (x, y, size) => `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}"/>`,
  triangle: (x, y, size) => `<path d="M${x} ${y - size} l${size} ${2 * size} h${-2 * size} z"/>`,
};
const classNames = Object.keys(shapes);

/** Draws shapes of random size and position. Any object with these six fields is a dataset. */
async function drawShapes(count: number, random: Random): Promise<Dataset> {
  const images = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % classNames.length);
  for (let index = 0; index < count; index++) {
    const size = 3 + 3 * random.next();
    const [x, y] = [size + (side - 2 * size) * random.next(), size + (side - 2 * size) * random.next()];
    const shape = shapes[classNames[labels[index]!]!]!(x, y, size);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" fill="#fff">${shape}</svg>`;
    images.set((await decodeImage(Buffer.from(svg), 'a shape', { svg: true })).pixels, index * side * side);
  }
  return { images, labels, count, rows: side, columns: side, classNames };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { images: { type: 'string', default: '3000' } } });
  const dataset = await drawShapes(Number(values.images), createRandom(1));
  const parts = splitValidation(dataset, { size: 0.2, seed: 1 });

  const model = createDenseClassifier({ hiddenUnits: [128], imageShape: [side, side], classNames });
  await train(model, parts.train, { epochs: 30, batchSize: 32, learningRate: 0.003 });

  const { accuracy, confusionMatrix, count } = evaluate(model, parts.validation);
  console.log(`${(100 * accuracy).toFixed(1)}% of ${count} validation images`);
  for (const pair of mostConfusedPairs(confusionMatrix, classNames, 3)) {
    console.log(`${pair.labelName} predicted as ${pair.predictionName}: ${pair.count} times`);
  }
}

void main();
