import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset, History, TrainOptions } from 'mnist-lab';
import type { Network } from '../../lib/src/layers/network.js';
import type { Plan } from '../../lib/src/training/graph/graph-engine.js';
import { graphEngineFor } from '../../lib/src/training/graph/open-graph-engine.js';
import { runEpochs } from '../../lib/src/training/run-epochs.js';
import { trainableNetwork } from '../../lib/src/training/train.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';

/** The network of a model. @throws {Error} if the graph cannot train it. */
export function trainingNetwork(model: Sequential): Network {
  const network = trainableNetwork(model);
  if (typeof network === 'string') throw new Error(network);
  return network;
}

/** Trains in the graph with the given plan. */
export function trainGraph(
  model: Sequential,
  dataset: Dataset,
  options: TrainOptions,
  plan: Plan,
  network: Network = trainingNetwork(model),
): Promise<History> {
  const settings = resolveTrainOptions(options, dataset.count);
  return runEpochs(model, dataset, settings, graphEngineFor(model, network, dataset, settings, plan));
}
