import { availableParallelism } from 'node:os';
import { type Network, recordTraining } from '../../layers/network.js';
import type { Primitive } from '../../program/operation.js';
import { operations } from '../../program/operation-table.js';
import { inOrder } from '../../program/recorder.js';
import type { TrainSettings } from '../train-options.js';
import type { Plan } from './graph-engine.js';

// Estimates measured on two cores: multiplications and additions per second, and in `secondsOfStarting` the fixed
// overhead of a step's operations.
const operationsPerSecond = 1.6e11;
/** Multiplications and additions per second for convolutions. Measured: 5e10 without AVX-512, 1e11 with it. */
const operationsPerSecondOfConvolutions = 7e10;
const secondsOfStarting = 1.5e-4;
/** Fraction of the arithmetic's time that XLA saves by fusing everything except matrix products. */
const partSaved = 0.25;
/**
 * XLA's time to compile a step for the first time. Later compilations take a third of it, but must not change
 * the plan: equal seeds should produce equal weights.
 */
const secondsOfCompiling = 0.5;
/**
 * Length of a slice, short enough for frequent progress and a quick stop. A call has an overhead of about two
 * milliseconds.
 */
const secondsOfSlice = 0.2;

/** Chooses how to run the training. The measurements behind it are in `bench/README.md`. */
export function choosePlan(network: Network, count: number, settings: TrainSettings): Plan {
  const { batchSize, epochs, precision } = settings;
  const { multiplications, isSlowUnderXla } = workOf(network);
  // Count 6 operations per multiplication: each comes with an addition, and the backward pass takes twice as long as
  // the forward pass.
  const perSecond = isSlowUnderXla ? operationsPerSecondOfConvolutions : operationsPerSecond;
  const secondsOfArithmetic = (6 * multiplications * batchSize) / perSecond;
  const steps = Math.ceil(count / batchSize);
  const secondsSaved = (secondsOfStarting + partSaved * secondsOfArithmetic) * steps * epochs;
  const sliceSteps = stepsOfSlice(steps, secondsOfStarting + secondsOfArithmetic);
  if (isSlowUnderXla)
    return { compiled: false, sliceSteps, why: 'which is faster for convolutions and pooling' };
  // On CPU, XLA would convert bfloat16 to float32 and back, which saves no time.
  if (precision === 'mixed') return { compiled: false, sliceSteps };
  return { compiled: secondsSaved > secondsOfCompiling && availableParallelism() > 1, sliceSteps };
}

/** The work for one image in a network. */
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

/** About as many steps as fit in a slice, chosen so that an epoch's slices have similar sizes. */
function stepsOfSlice(steps: number, secondsOfStep: number): number {
  const slices = Math.ceil((steps * secondsOfStep) / secondsOfSlice);
  return Math.ceil(steps / slices);
}
