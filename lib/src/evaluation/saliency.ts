import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { logitsOf, networkOf, predictingPass, scalePixels } from '../layers/network.js';
import { modelMetadata } from '../models/metadata.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { inputLength } from '../models/shapes.js';
import { gradients } from '../program/gradients.js';
import { Graph } from '../program/tensorflow/graph.js';
import { GraphSession } from '../program/tensorflow/session.js';
import { TensorflowOperations } from '../program/tensorflow/tensorflow-operations.js';

/** The evidence of each pixel of some images for the predicted class. */
export interface Saliency {
  /** Evidence, N × pixels, row-major: above 0 for the predicted class, below 0 for the rival, 0 for black pixels. */
  readonly values: Float32Array;
  /** Predicted class of each of the N images. */
  readonly predictions: Uint8Array;
  /** Second most probable class of each of the N images. */
  readonly rivals: Uint8Array;
}

/**
 * Measures the evidence of each pixel as gradient times input (Shrikumar, Greenside and Kundaje 2017, arXiv
 * 1704.02685) of the log-ratio of the two highest probabilities. The highest alone hardly changes if the model is
 * confident.
 *
 * @throws {RangeError} if the images are not of the model's size.
 * @throws {TypeError} if a layer has no gradients. The message names it.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const { values } = saliency(createDigitModel(), subset(test, [0, 1]));
 * console.log(values.length); // 1568
 */
export function saliency(model: Sequential, images: Pick<Dataset, 'images' | 'count'>): Saliency {
  const { inputScaling, name } = modelMetadata(model);
  const { count } = images;
  const pixels = inputLength(model);
  if (images.images.length !== count * pixels) {
    throw new RangeError(
      `Explaining model "${name}": expected images of ${pixels} pixels but found ${count} of ${images.images.length / count}.`,
    );
  }
  const probabilities = predictProbabilities(model, images.images);
  const classCount = probabilities.length / count;
  const signs = new Float32Array(probabilities.length);
  const predictions = new Uint8Array(count);
  const rivals = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const row = probabilities.subarray(image * classCount, (image + 1) * classCount);
    const order = Array.from(row.keys()).sort((a, b) => row[b]! - row[a]!);
    [predictions[image], rivals[image]] = order as [number, number];
    // The logarithm of the ratio is the difference of the logits.
    signs[image * classCount + predictions[image]!] = 1;
    signs[image * classCount + rivals[image]!] = -1;
  }
  const graph = new Graph();
  const ops = new TensorflowOperations(graph);
  const bytes = ops.placeholder('pixels', 'uint8', [count, pixels]);
  const brightness = ops.cast(bytes, 'float');
  const network = networkOf(model, { name: 'saliency', training: false });
  const output = network.classify(predictingPass(ops, model), scalePixels(ops, brightness, inputScaling));
  const logits = logitsOf(output);
  if (!logits)
    throw new TypeError(
      `Explaining model "${name}": expected a last layer with gradients but found another.`,
    );
  const [gradient] = gradients(ops, logits, ops.matrix(signs, logits.shape), [brightness]);
  // Multiply by the brightness instead of the scaled input, so that black pixels have no effect with any
  // scaling.
  ops.identity(ops.multiply(gradient!, brightness), 'values');
  const session = new GraphSession(graph);
  try {
    const { values } = session.run({ pixels: { data: images.images, shape: [count, pixels] } }, ['values']);
    return { values: values as Float32Array, predictions, rivals };
  } finally {
    session.close();
  }
}
