import { availableParallelism } from 'node:os';
import { type Network, recordTraining } from '../../layers/network.js';
import type { Primitive } from '../../program/operation.js';
import { operations } from '../../program/operation-table.js';
import { inOrder } from '../../program/recorder.js';
import type { TrainSettings } from '../train-options.js';
import type { Plan } from './graph-engine.js';

// For estimates only, as measured on two cores: multiplications and additions a second, and what starting the
// operations of a step takes whatever their size.
const operationsPerSecond = 1.6e11;
/** The same of a network with convolutions: 5e10 without AVX-512, 1e11 with it. */
const operationsPerSecondOfConvolutions = 7e10;
const secondsOfStarting = 1.5e-4;
/** Part of the arithmetic's time that XLA saves by fusing what is not a matrix product. */
const partSaved = 0.25;
/** What XLA takes to compile a step, the first time. Later it takes a third, but a seed should give the same weights. */
const secondsOfCompiling = 0.5;
/** Short enough to report progress often and to stop at once; a call itself takes some two milliseconds. */
const secondsOfSlice = 0.2;

/** How to run a training: see `bench/README.md` for the measurements behind the choice. */
export function choosePlan(network: Network, count: number, settings: TrainSettings): Plan {
  const { batchSize, epochs, precision } = settings;
  const { multiplications, isSlowUnderXla } = workOf(network);
  // Each is an addition as well; forward, and twice that to go back.
  const perSecond = isSlowUnderXla ? operationsPerSecondOfConvolutions : operationsPerSecond;
  const secondsOfArithmetic = (6 * multiplications * batchSize) / perSecond;
  const steps = Math.ceil(count / batchSize);
  const secondsSaved = (secondsOfStarting + partSaved * secondsOfArithmetic) * steps * epochs;
  const sliceSteps = stepsOfSlice(steps, secondsOfStarting + secondsOfArithmetic);
  if (isSlowUnderXla)
    return { compiled: false, sliceSteps, why: 'which is faster for convolutions and pooling' };
  // XLA converts bfloat16 to float32 and back on CPU.
  if (precision === 'mixed') return { compiled: false, sliceSteps };
  return { compiled: secondsSaved > secondsOfCompiling && availableParallelism() > 1, sliceSteps };
}

/** What one image takes on its way through a network. */
function workOf(network: Network): { readonly multiplications: number; readonly isSlowUnderXla: boolean } {
  let [multiplications, isSlowUnderXla] = [0, false];
  for (const value of inOrder(recordTraining(network))) {
    if (!value.source) continue;
    const operation = operations[value.source.operation] as Primitive;
    multiplications += operation.multiplications?.(value.source.inputs, value) ?? 0;
    isSlowUnderXla ||= operation.isSlowUnderXla ?? false;
  }
  return { multiplications, isSlowUnderXla };
}

/** About as many steps as fit in a slice's time, chosen so that an epoch's slices are alike. */
function stepsOfSlice(steps: number, secondsOfStep: number): number {
  const slices = Math.ceil((steps * secondsOfStep) / secondsOfSlice);
  return Math.ceil(steps / slices);
}
