/** The overhead of callbacks, as a fraction of the training time, and the time to stop: as a line of JSON. */
import { createDenseClassifier, type Dataset, type TrainOptions, train } from 'mnist-lab';
import { trainingProgress } from 'mnist-lab/notebook';
import { readTask } from './contender.mjs';

const { task, dataset } = await readTask();
const { batchSize } = task;

/** Seconds per epoch. */
async function epochSeconds(watched: boolean): Promise<number[]> {
  const model = createDenseClassifier({ hiddenUnits: task.hiddenUnits, seed: 1 });
  const options: TrainOptions = { batchSize, epochs: task.epochs, seed: 1 };
  const { epochs } = await train(model, dataset, { ...options, ...(watched ? trainingProgress() : {}) });
  model.dispose();
  return epochs.map(({ seconds }) => seconds);
}

/** Milliseconds from the abort signal to the end of a run with long steps. */
async function millisecondsToStop(images: Dataset): Promise<number> {
  const model = createDenseClassifier({ hiddenUnits: [1024, 512], seed: 1 });
  const controller = new AbortController();
  let aborted = 0;
  setTimeout(() => {
    aborted = performance.now();
    controller.abort();
  }, 3000);
  await train(model, images, { batchSize: 512, epochs: 100, signal: controller.signal });
  const milliseconds = performance.now() - aborted;
  model.dispose();
  return milliseconds;
}

const [alone, watched]: [number[], number[]] = [[], []];
// Alternate, so that a busy moment of the machine affects both measurements.
for (let round = 0; round < 4; round++) {
  alone.push(...(await epochSeconds(false)));
  watched.push(...(await epochSeconds(true)));
}
const stops: number[] = [];
for (let round = 0; round < 3; round++) stops.push(await millisecondsToStop(dataset));
console.log(
  JSON.stringify({
    progressCost: Math.min(...watched) / Math.min(...alone) - 1,
    millisecondsToStop: Math.max(...stops),
  }),
);
