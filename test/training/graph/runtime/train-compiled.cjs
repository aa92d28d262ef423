// Trains with XLA, in so many worker threads at once where that is asked for, networks of so many sizes, and prints a sum
// of the weights, TensorFlow's flags and what is left of compiling: node train-compiled.cjs [threads] [sizes]
const { createHash } = require('node:crypto');
const { readdirSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const { createDenseClassifier, train } = require(path.resolve(__dirname, '../../../../lib/dist/index.js'));

const [threads, sizes] = process.argv.slice(2).map(Number);

async function main(number) {
  const [count, rows, columns] = [2000, 8, 8];
  const images = Uint8Array.from({ length: count * rows * columns }, (_, index) => (index * 7919) % 256);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  const classNames = Array.from({ length: 10 }, (_, index) => String(index));
  const data = { images, labels, count, rows, columns, classNames };
  const model = createDenseClassifier({
    hiddenUnits: [16 + (number % sizes)],
    imageShape: [rows, columns],
    seed: 1,
  });
  const { engineReason } = await train(model, data, { batchSize: 1, epochs: 3, seed: 1 });
  const sum = createHash('sha256');
  for (const weights of model.getWeights()) sum.update(new Uint8Array(weights.dataSync().buffer));
  console.log(
    JSON.stringify({
      weights: sum.digest('hex'),
      compiled: engineReason.endsWith('compiled by XLA'),
      flags: process.env.TF_XLA_FLAGS,
      left: threads > 1 ? [] : readdirSync(tmpdir()).filter((name) => name.startsWith('mnist-lab-')),
    }),
  );
}

if (!isMainThread) main(workerData);
else if (threads === 0) main(0);
else
  for (let number = 0; number < threads; number++)
    new Worker(__filename, { workerData: number, argv: process.argv.slice(2) });
