import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/**
 * All weights of a model, including batch normalisation's statistics, copied, in the order of
 * `model.getWeights()`.
 */
export function readWeights(model: Sequential): Float32Array[] {
  return model.getWeights().map((weight) => new Float32Array(weight.dataSync()));
}

/** Writes weights read by `readWeights` to a model with the same layers. */
export function writeWeights(model: Sequential, values: readonly Float32Array[]): void {
  tf.tidy(() => {
    const shapes = model.getWeights().map((weight) => weight.shape);
    model.setWeights(values.map((value, index): Tensor => tf.tensor(value.slice(), shapes[index]!)));
  });
}
