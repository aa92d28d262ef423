import type { Sequential } from '@tensorflow/tfjs-node';
import type { ImageSize } from '../images/image-size.js';
import { modelMetadata } from '../models/metadata.js';
import { inputLength } from '../models/shapes.js';

/** Weights from the pixels to the units of a model's first layer. */
export interface FirstLayerWeights extends ImageSize {
  /** Pixels × units, row-major. */
  readonly weights: Float32Array;
  readonly units: number;
}

/**
 * Reads the weights of a model's first layer, which must be dense.
 *
 * @throws {RangeError} if the first layer with weights is not dense on the pixels.
 *
 * @example
 * const { weights, units } = firstLayerWeights(createDigitModel({ hiddenUnits: [128] }));
 * console.log(units, weights.length); // 128 100352
 */
export function firstLayerWeights(model: Sequential): FirstLayerWeights {
  const { imageShape, name } = modelMetadata(model);
  const [rows, columns] = imageShape;
  const kernel = model.layers.find((layer) => layer.getWeights().length > 0)?.getWeights()[0];
  const [pixels, units] = kernel?.shape ?? [];
  if (kernel === undefined || kernel.rank !== 2 || pixels !== inputLength(model) || units === undefined) {
    throw new RangeError(
      `Reading the first layer of model "${name}": expected a dense layer of ${inputLength(model)} pixels × units ` +
        `but found weights of ${kernel?.shape.join(' × ') ?? 'no'} numbers.`,
    );
  }
  return { weights: Float32Array.from(kernel.dataSync()), units, rows, columns };
}
