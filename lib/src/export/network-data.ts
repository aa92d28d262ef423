import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata } from '../models/metadata.js';
import { toFixedPoint } from './fixed-point.js';
import { foldAffine } from './fold-affine.js';
import { layerSteps } from './layer-steps.js';
import type { NetworkData } from './runtime/network.js';

/** Bits that each weight is stored in: 16 as whole numbers (see `toFixedPoint`), 32 as they are. */
export type WeightBits = 16 | 32;

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
  const arrays = steps.flatMap((step): (Float32Array | Int16Array)[] => {
    if (step.kind === 'activation') return [];
    const numbers = step.kind === 'dense' ? [step.weights, step.biases] : [step.factors, step.shifts];
    checkFinite(numbers, name);
    if (step.kind === 'affine' || weightBits === 32) return numbers;
    const fixed = toFixedPoint(step.weights, step.biases.length);
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

function checkFinite(arrays: readonly Float32Array[], name: string): void {
  if (arrays.every((array) => array.every(Number.isFinite))) return;
  throw new RangeError(
    `Exporting model "${name}": expected finite weights but found some that are not. Train it anew.`,
  );
}

function packNumbers(arrays: readonly (Float32Array | Int16Array)[]): string {
  const parts = arrays.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat(parts).toString('base64');
}
