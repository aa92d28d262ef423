import type { Sequential } from '@tensorflow/tfjs-node';
import { compileLayer } from './compile-layer.js';
import { type GraphLayer, Obstacle } from './layer.js';

/**
 * The layers of a model in the graph's form, up to the logits; or, as a string, why the graph cannot train it.
 */
export function compileModel(model: Sequential): readonly GraphLayer[] | string {
  const end = model.layers.at(-1)!;
  const activation = end.getClassName() === 'Softmax' ? 'softmax' : end.getConfig().activation;
  if (activation !== 'softmax') return `its last layer, "${end.name}", is not a softmax`;
  const layers: GraphLayer[] = [];
  for (const [index, { name }] of model.layers.entries()) {
    try {
      const layer = compileLayer(model, index);
      if (layer) layers.push(layer);
    } catch (error) {
      if (error instanceof Obstacle) return `its layer "${name}" ${error.message}`;
      throw error;
    }
  }
  return layers;
}
