// Trains and predicts in a worker thread: node worker-thread.cjs. With an argument, it only creates a model.
const path = require('node:path');
const { isMainThread, Worker } = require('node:worker_threads');

async function work() {
  const { createDigitModel, predictProbabilities, train } = require(
    path.resolve(__dirname, '../lib/dist/index.js'),
  );
  const [count, rows, columns] = [64, 28, 28];
  const images = Uint8Array.from({ length: count * rows * columns }, (_, index) => index % 256);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
  const dataset = { images, labels, count, rows, columns, classNames: [...'0123456789'] };
  const model = createDigitModel();
  if (process.argv[2]) return;
  await train(model, dataset, { epochs: 1 });
  console.log(predictProbabilities(model, dataset).length);
}

if (isMainThread) new Worker(__filename);
else work();
