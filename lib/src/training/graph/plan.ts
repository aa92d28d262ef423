import { availableParallelism } from 'node:os';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { TrainSettings } from '../options.js';
import type { Plan } from './graph-trainer.js';

// Multiplications and additions a second that a step reaches, for estimates only.
const operationsPerSecond = 2e11;
const secondsOfSlice = 0.1;
// XLA takes about half a second to compile and then saves up to half of the time.
const secondsWorthCompiling = 1.5;

/** How to run a training: see `bench/README.md` for the measurements behind the choice. */
export function choosePlan(model: Sequential, count: number, { batchSize, epochs }: TrainSettings): Plan {
  // Forward, and twice that to go back.
  const secondsOfStep = (6 * model.countParams() * batchSize) / operationsPerSecond;
  const steps = Math.ceil(count / batchSize);
  const isLong = secondsOfStep * steps * epochs > secondsWorthCompiling;
  return {
    compiled: isLong && availableParallelism() > 1,
    sliceSteps: stepsOfSlice(steps, secondsOfStep),
  };
}

/** About as many steps as fit in a slice's time, chosen so that an epoch's slices are alike. */
function stepsOfSlice(steps: number, secondsOfStep: number): number {
  const slices = Math.ceil((steps * secondsOfStep) / secondsOfSlice);
  return Math.ceil(steps / slices);
}
