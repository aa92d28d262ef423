import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset, History, TrainOptions } from 'mnist-lab';
import type { Plan } from '../../lib/src/training/graph/graph-engine.js';
import { graphEngineFor } from '../../lib/src/training/graph/open-graph-engine.js';
import { compileModel } from '../../lib/src/training/layers/compile-model.js';
import type { GraphLayer } from '../../lib/src/training/layers/layer.js';
import { runEpochs } from '../../lib/src/training/run-epochs.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';

/** The layers of a model in the graph's form. @throws {Error} if the graph cannot train it. */
export function graphLayers(model: Sequential): readonly GraphLayer[] {
  const layers = compileModel(model);
  if (typeof layers === 'string') throw new Error(layers);
  return layers;
}

/** Trains in the graph, run in the way that the plan says. */
export function trainGraph(
  model: Sequential,
  dataset: Dataset,
  options: TrainOptions,
  plan: Plan,
  layers: readonly GraphLayer[] = graphLayers(model),
): Promise<History> {
  const settings = resolveTrainOptions(options, dataset.count);
  return runEpochs(model, dataset, settings, graphEngineFor(model, layers, dataset, settings, plan));
}
