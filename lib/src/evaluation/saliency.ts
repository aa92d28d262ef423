import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { scaleImages } from '../models/input-scaling.js';
import { modelMetadata } from '../models/metadata.js';
import { inputLength, inputShape } from '../models/shapes.js';
import { tf } from '../tensorflow.js';

/** What each pixel of some images said for the predicted class. */
export interface Saliency {
  /**
   * N × pixels, row-major: positive where a pixel speaks for the predicted class, negative where it speaks for the
   * rival, 0 where it is black.
   */
  readonly values: Float32Array;
  /** Predicted class of each image, N. */
  readonly predictions: Uint8Array;
  /** Class that came second, N. */
  readonly rivals: Uint8Array;
}

/**
 * Gradient times input (Shrikumar, Greenside and Kundaje 2017, arXiv 1704.02685): how much each pixel, as bright as
 * it is, moved the model from the class that came second to the one it predicted. What is differentiated is the
 * logarithm of the ratio of the two probabilities, because the probability itself hardly changes where the model is
 * sure. The model must end in probabilities (softmax).
 *
 * @param images some images, as many as are to be looked at.
 * @throws {RangeError} if the images are not of the model's size.
 *
 * @example
 * ```ts
 * const { test } = await loadDataset('mnist');
 * const { values } = saliency(createDigitModel(), selectSamples(test, [0, 1]));
 * console.log(values.length); // 1568
 * ```
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
  const shape = inputShape(model);
  return tf.tidy(() => {
    const input = tf.tensor(scaleImages(images.images, inputScaling), [count, ...shape], 'float32');
    const { indices } = tf.topk(model.predictOnBatch(input) as Tensor<typeof tf.Rank.R2>, 2);
    const order = indices.dataSync();
    const classCount = model.outputs[0]!.shape.at(-1)!;
    const column = (rank: number) => tf.oneHot(tf.gather(indices, rank, 1).toInt(), classCount).toFloat();
    // +1 at the predicted class, -1 at its rival: the sum below is the logarithm of their ratio.
    const signs = tf.sub(column(0), column(1));
    const margin = (scaled: Tensor) => {
      const probabilities = model.apply(scaled, { training: false }) as Tensor;
      return tf.sum(tf.mul(tf.log(tf.maximum(probabilities, 1e-30)), signs)) as ReturnType<typeof tf.scalar>;
    };
    // Towards a pixel's brightness, not the scaled input, so that black says nothing whatever the scaling.
    const brightness = tf.tensor(scaleImages(images.images), [count, ...shape], 'float32');
    const values = tf.mul(tf.grad(margin)(input), brightness).div(inputScaling.standardDeviation);
    return {
      values: Float32Array.from(values.dataSync()),
      predictions: Uint8Array.from({ length: count }, (_, index) => order[2 * index]!),
      rivals: Uint8Array.from({ length: count }, (_, index) => order[2 * index + 1]!),
    };
  });
}
