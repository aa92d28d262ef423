import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata } from '../models/metadata.js';
import { checkFinite } from './check-finite.js';
import { toFixedPoint } from './fixed-point.js';
import { foldAffine } from './fold-affine.js';
import { layerSteps } from './layer-steps.js';
import type { NetworkData } from './runtime/network.js';

/** Bits that each weight is stored in: 8 and 16 as whole numbers (see `toFixedPoint`), 32 as they are. */
export type WeightBits = 8 | 16 | 32;

/**
 * A model as plain data for the runtime that stands in pages and modules: batch normalisation folded into the
 * dense layers, what only training needs left out.
 *
 * @throws {TypeError} if the model has a layer that the runtime cannot do; the message names it.
 * @throws {RangeError} if a weight is not finite.
 */
export function networkData(model: Sequential, weightBits: WeightBits): NetworkData {
  const { name, classNames, imageShape, inputScaling, temperature } = modelMetadata(model);
  const steps = foldAffine(layerSteps(model.layers, name));
  checkFinite(steps, name);
  const arrays = steps.flatMap((step): (Float32Array | Int16Array | Int8Array)[] => {
    if (step.kind === 'activation' || step.kind === 'standardize') return [];
    if (step.kind === 'affine') return [step.factors, step.shifts];
    if (weightBits === 32) return [step.weights, step.biases];
    const fixed = toFixedPoint(step.weights, step.biases.length, weightBits);
    return [fixed.numbers, fixed.steps, step.biases];
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
    bits: weightBits,
    weights: packNumbers(arrays),
  };
}

function packNumbers(arrays: readonly (Float32Array | Int16Array | Int8Array)[]): string {
  const parts = arrays.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat(parts).toString('base64');
}
