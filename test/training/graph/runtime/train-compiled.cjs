// Trains with XLA, in a worker thread where that is asked for, and prints a sum of the weights, TensorFlow's flags and
// what is left of compiling: node train-compiled.cjs [worker]
const { createHash } = require('node:crypto');
const { readdirSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { Worker, isMainThread } = require('node:worker_threads');
const { createDenseClassifier, train } = require(path.resolve(__dirname, '../../../../lib/dist/index.js'));

async function main() {
  if (isMainThread && process.argv[2] === 'worker') {
    new Worker(__filename);
    return;
  }
  const [count, rows, columns] = [2000, 8, 8];
  const images = Uint8Array.from({ length: count * rows * columns }, (_, index) => (index * 7919) % 256);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  const classNames = Array.from({ length: 10 }, (_, index) => String(index));
  const data = { images, labels, count, rows, columns, classNames };
  const model = createDenseClassifier({ hiddenUnits: [16], imageShape: [rows, columns], seed: 1 });
  const { engineReason } = await train(model, data, { batchSize: 1, epochs: 3, seed: 1 });
  const sum = createHash('sha256');
  for (const weights of model.getWeights()) sum.update(new Uint8Array(weights.dataSync().buffer));
  console.log(
    JSON.stringify({
      weights: sum.digest('hex'),
      compiled: engineReason.endsWith('compiled by XLA'),
      flags: process.env.TF_XLA_FLAGS,
      left: readdirSync(tmpdir()).filter((name) => name.startsWith('mnist-lab-xla-')),
    }),
  );
}

main();
