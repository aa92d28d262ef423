import { availableParallelism } from 'node:os';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { TrainSettings } from '../train-options.js';
import type { Plan } from './graph-engine.js';

// For estimates only, as measured on two cores: multiplications and additions a second, and what starting the
// operations of a step takes whatever their size.
const operationsPerSecond = 1.6e11;
const secondsOfStarting = 1.5e-4;
/** Part of the arithmetic's time that XLA saves by fusing what is not a matrix product. */
const partSaved = 0.25;
/** What XLA takes to compile a step, the first time. Later it takes a third, but a seed should give the same weights. */
const secondsOfCompiling = 0.5;
/** Short enough to report progress often and to stop at once; a call itself takes some two milliseconds. */
const secondsOfSlice = 0.2;

/** How to run a training: see `bench/README.md` for the measurements behind the choice. */
export function choosePlan(model: Sequential, count: number, { batchSize, epochs }: TrainSettings): Plan {
  // Forward, and twice that to go back.
  const secondsOfArithmetic = (6 * model.countParams() * batchSize) / operationsPerSecond;
  const steps = Math.ceil(count / batchSize);
  const secondsSaved = (secondsOfStarting + partSaved * secondsOfArithmetic) * steps * epochs;
  return {
    compiled: secondsSaved > secondsOfCompiling && availableParallelism() > 1,
    sliceSteps: stepsOfSlice(steps, secondsOfStarting + secondsOfArithmetic),
  };
}

/** About as many steps as fit in a slice's time, chosen so that an epoch's slices are alike. */
function stepsOfSlice(steps: number, secondsOfStep: number): number {
  const slices = Math.ceil((steps * secondsOfStep) / secondsOfSlice);
  return Math.ceil(steps / slices);
}
