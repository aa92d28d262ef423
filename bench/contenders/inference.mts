/** Times of prediction and of loading the library, in milliseconds, as a line of JSON. */
import { execFileSync } from 'node:child_process';
import { createDigitModel, predictProbabilities } from 'mnist-lab';
import { readTask } from './contender.mjs';

const { test } = await readTask();
const model = createDigitModel();
const best = (times: number, run: () => unknown) => {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < times; index++) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least;
};
const one = test.images.slice(0, 784);
const tenThousandImages = best(20, () => predictProbabilities(model, test));
const oneImage = best(500, () => predictProbabilities(model, one));
const load = "const t=performance.now();require('mnist-lab');console.log(performance.now()-t)";
const loadLibrary = Math.min(...[1, 2, 3].map(() => Number(execFileSync(process.execPath, ['-e', load]))));
console.log(JSON.stringify({ tenThousandImages, oneImage, loadLibrary }));
