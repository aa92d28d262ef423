import { availableParallelism } from 'node:os';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../../datasets/dataset.js';
import type { Network } from '../../layers/network.js';
import type { OpenEngine } from '../engine.js';
import type { TrainSettings } from '../train-options.js';
import { GraphEngine, type Plan } from './graph-engine.js';

/**
 * Opens the graph as planned, or without XLA where this machine's library has none, or none for these layers.
 *
 * @param wanted chosen by size where it is left out.
 */
export function graphEngineFor(
  model: Sequential,
  network: Network,
  dataset: Dataset,
  settings: TrainSettings,
  wanted: Plan = choosePlan(model, dataset.count, settings),
): OpenEngine {
  const open = (compiled: boolean, how: string) => {
    const reason = `every layer is known to the graph; its steps were ${how}`;
    return new GraphEngine(model, network, dataset, settings, { ...wanted, compiled }, reason);
  };
  return (mustCompile) => {
    if (!(mustCompile ?? wanted.compiled)) return open(false, 'run operation by operation');
    try {
      return open(true, 'compiled by XLA');
    } catch (error) {
      // A checkpoint's training would go on with other rounding errors.
      if (mustCompile) throw error;
      const [reason] = (error as Error).message.split('\n');
      return open(false, `run operation by operation, as XLA said: ${reason}`);
    }
  };
}

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
