import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../../datasets/dataset.js';
import type { Network } from '../../layers/network.js';
import type { Products } from '../../program/tensorflow/tensorflow-operations.js';
import type { OpenEngine } from '../engine.js';
import { productsOf } from '../mixed-precision.js';
import type { TrainSettings } from '../train-options.js';
import { GraphEngine, type Plan } from './graph-engine.js';
import { choosePlan } from './plan.js';

const productNotes: Readonly<Record<Products, string>> = {
  float32: '',
  bfloat16: ', with products in bfloat16',
  emulated: ', with products rounded as in bfloat16',
};

/**
 * Opens the graph as planned, or without XLA if TensorFlow's library lacks it or does not support these
 * layers.
 *
 * @param wanted how to run the graph. By default, `choosePlan` decides.
 */
export function graphEngineFor(
  model: Sequential,
  network: Network,
  dataset: Dataset,
  settings: TrainSettings,
  wanted: Plan = choosePlan(network, dataset.count, settings),
): OpenEngine {
  const open = (compiled: boolean, how: string) => {
    const reason = `the graph supports every layer and was ${how}${productNotes[productsOf(settings.precision)]}`;
    return new GraphEngine(model, network, dataset, settings, { ...wanted, compiled }, reason);
  };
  return (mustCompile) => {
    if (!(mustCompile ?? wanted.compiled))
      return open(false, ['run operation by operation', wanted.why].filter(Boolean).join(', '));
    try {
      return open(true, 'compiled by XLA');
    } catch (error) {
      // A resumed run must not continue without XLA, because rounding would differ.
      if (mustCompile) throw error;
      const [reason] = (error as Error).message.split('\n');
      return open(false, `run operation by operation, because XLA failed: ${reason}`);
    }
  };
}
