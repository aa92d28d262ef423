import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** All weights of a model and batch norm's statistics, copied, in the order of `model.getWeights()`. */
export function readWeights(model: Sequential): Float32Array[] {
  return model.getWeights().map((weight) => new Float32Array(weight.dataSync()));
}

/** Puts weights read by `readWeights` into a model of the same layers. */
export function writeWeights(model: Sequential, values: readonly Float32Array[]): void {
  tf.tidy(() => {
    const shapes = model.getWeights().map((weight) => weight.shape);
    model.setWeights(values.map((value, index): Tensor => tf.tensor(value.slice(), shapes[index]!)));
  });
}

/**
 * @throws {RangeError} if a weight is NaN or infinite; it names the weight.
 */
export function checkWeights(model: Sequential): void {
  const values = readWeights(model);
  model.weights.forEach(({ originalName }, index) => {
    const wrong = values[index]!.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new RangeError(
        `Training: expected finite weights to start from but found ${values[index]![wrong]} in ${originalName}, ` +
          'at index ' +
          `${wrong}. Create or load the model again.`,
      );
  });
}
