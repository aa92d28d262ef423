// @ts-check
/**
 * A complete user script: load the library and the images, train, evaluate. Plain JavaScript, so that nothing has to
 * be compiled before it starts. Prints a line of JSON.
 */
import { readFileSync } from 'node:fs';
import { createDenseClassifier, evaluate, train } from 'mnist-lab';

/** @type {import('./contender.mts').Task} */
const { hiddenUnits, dropoutRate, batchSize, epochs, data } = JSON.parse(process.argv[2] ?? '{}');
const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));

/** @param {string} part */
function read(part) {
  const labels = new Uint8Array(readFileSync(`${data}/${part}-labels`));
  const images = new Uint8Array(readFileSync(`${data}/${part}-images`));
  return { images, labels, count: labels.length, rows: 28, columns: 28, classNames };
}

const model = createDenseClassifier({ hiddenUnits, dropoutRate, seed: 1 });
const history = await train(model, read('train'), { batchSize, epochs, seed: 1 });
const { accuracy } = evaluate(model, read('test'));
console.log(JSON.stringify({ testAccuracy: accuracy, note: history.engineReason }));
