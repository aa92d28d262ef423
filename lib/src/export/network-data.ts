import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata } from '../models/metadata.js';
import { foldAffine } from './fold-affine.js';
import { toHalfPrecision } from './half-precision.js';
import { layerSteps } from './layer-steps.js';
import type { NetworkData } from './runtime/network.js';

/** Bits of each weight: `'half'` 16, `'single'` 32. */
export type Precision = 'half' | 'single';

/**
 * A model as plain data for the runtime that stands in pages and modules: batch normalisation folded into the
 * dense layers, what only training needs left out.
 *
 * @throws {TypeError} If the model has a layer that the runtime cannot do; the message names it.
 * @throws {RangeError} If a weight is not finite or, in half precision, above 65,504.
 */
export function networkData(model: Sequential, precision: Precision): NetworkData {
  const { name, classNames, imageShape, inputScaling, temperature } = modelMetadata(model);
  const steps = foldAffine(layerSteps(model.layers, name));
  const arrays = steps.flatMap((step) => {
    if (step.kind === 'dense') return [step.weights, step.biases];
    return step.kind === 'affine' ? [step.factors, step.shifts] : [];
  });
  return {
    classNames,
    rows: imageShape[0],
    columns: imageShape[1],
    inputScaling,
    temperature,
    steps: steps.map((step) => {
      if (step.kind === 'dense') {
        const units = step.biases.length;
        return { kind: 'dense', inputs: step.weights.length / units, units };
      }
      return step.kind === 'affine' ? { kind: 'affine', size: step.factors.length } : step;
    }),
    bits: precision === 'half' ? 16 : 32,
    weights: packNumbers(arrays, precision, name),
  };
}

function packNumbers(arrays: readonly Float32Array[], precision: Precision, name: string): string {
  const parts = arrays.map((array) => {
    if (!array.every(Number.isFinite)) {
      throw new RangeError(
        `Cannot export model "${name}": it has weights that are not finite; train it anew`,
      );
    }
    if (precision === 'single') return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
    const halves = toHalfPrecision(array);
    return Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength);
  });
  return Buffer.concat(parts).toString('base64');
}
