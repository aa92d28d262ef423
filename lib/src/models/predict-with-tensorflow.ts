import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import { classCountOf, outputKind } from '../layers/outputs.js';
import { loadTensorflow } from '../load-tensorflow.js';
import { tf } from '../tensorflow-js.js';
import { layoutFor } from './input-layout.js';
import type { InputScaling } from './input-scaling.js';
import { modelMetadata } from './metadata.js';
import { predictClasses } from './read-outputs.js';
import { inputLength, inputShape } from './shapes.js';

// Large enough that the overhead of a call does not matter, small enough that activations stay in the
// processor's cache.
const mostImagesPerCall = 2000;

/** The size of a batch of images and of its predictions. */
export interface BatchShape {
  /** Number of images. */
  readonly count: number;
  /** Numbers per image. */
  readonly length: number;
  readonly classCount: number;
}

/** @throws {RangeError} if the pixels are not a whole number of the model's images. */
export function batchShape(model: Sequential, pixels: Uint8Array): BatchShape {
  const length = inputLength(model);
  const count = pixels.length / length;
  if (Number.isInteger(count)) return { count, length, classCount: classCountOf(model) };
  const { imageShape, name } = modelMetadata(model);
  throw new RangeError(
    `Predicting with model "${name}": expected images of ${imageShape.join(' × ')} pixels, ${length} numbers ` +
      `each, but found ${pixels.length} numbers, which is not a multiple of it.`,
  );
}

/**
 * The probability of each class for each image, computed by TensorFlow, without the temperature.
 *
 * @param pixels N × numbers per image, 0 to 255.
 * @returns N × classes, row-major.
 */
export function predictWithTensorflow(
  model: Sequential,
  pixels: Uint8Array,
  { count, length, classCount }: BatchShape,
): Float32Array {
  loadTensorflow();
  const kind = outputKind(model);
  const { inputScaling, imageShape } = modelMetadata(model);
  const fixedCount = model.inputs[0]?.shape[0] ?? null;
  const shape = inputShape(model);
  const layout = layoutFor(model, imageShape);
  const planes = layout?.channels === 3 && layout.channelOrder === 'first';
  const arranged = (pixels: Tensor) =>
    planes
      ? pixels.reshape([-1, layout.rows, layout.columns, 3]).transpose([0, 3, 1, 2])
      : pixels.reshape([-1, ...shape]);
  const probabilities = new Float32Array(count * classCount);
  const imagesPerCall = fixedCount ?? Math.min(count, mostImagesPerCall);
  const numbers = new Float32Array(imagesPerCall * length);
  for (let start = 0; start < count; start += imagesPerCall) {
    const end = Math.min(start + imagesPerCall, count);
    const rows = fixedCount ?? end - start;
    const batch = numbers.subarray(0, rows * length);
    batch.set(pixels.subarray(start * length, end * length));
    // A model with a fixed batch size may keep state from the previous batch, which must not affect this one.
    if (fixedCount !== null) model.resetStates();
    // Return nothing from here: tidy() would search a returned array for tensors.
    tf.tidy(() => {
      // TensorFlow scales a batch several times as fast as a loop in JavaScript.
      const inputs = scalePixels(arranged(tf.tensor(batch, [rows, length], 'float32')), inputScaling);
      const outputs = predictClasses(model, inputs, kind);
      const wanted = outputs.dataSync().subarray(0, (end - start) * classCount);
      probabilities.set(wanted, start * classCount);
    });
  }
  return probabilities;
}

function scalePixels(pixels: Tensor, { mean, standardDeviation }: InputScaling): Tensor {
  const scaled = pixels.mul(1 / (255 * standardDeviation));
  return mean === 0 ? scaled : scaled.sub(mean / standardDeviation);
}
