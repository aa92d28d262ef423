import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata, pixelShape } from '../models/metadata.js';
import { networkProgram } from '../models/network-program.js';
import { toNetworkData, type WeightBits } from '../program/javascript/pack-program.js';
import { kernels, type NetworkData } from '../program/javascript/runtime.js';

const runtime = {
  name: 'the JavaScript runtime of pages and modules',
  has: (operation: string) => Object.hasOwn(kernels, operation),
};

/**
 * A model as plain data for the JavaScript runtime of pages and modules, with batch normalisation folded into
 * the weights before it.
 *
 * @throws {TypeError} if the runtime does not support a layer. The message names it.
 * @throws {RangeError} if a weight is not finite.
 */
export function networkData(model: Sequential, weightBits: WeightBits): NetworkData {
  const { classNames, temperature } = modelMetadata(model);
  const { pixels, probabilities } = networkProgram(model, 1, runtime);
  const program = toNetworkData(pixels, probabilities, weightBits);
  const [rows, columns, channels] = pixelShape(model);
  const size = { rows: rows!, columns: columns!, ...(channels === 3 ? { channels: 3 as const } : {}) };
  return { classNames, ...size, temperature, ...program };
}
