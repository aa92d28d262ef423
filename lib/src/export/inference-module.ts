import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata, pixelShape } from '../models/metadata.js';
import type { WeightBits } from '../program/javascript/pack-program.js';
import { formatPercent } from '../text/format.js';
import { type ExportedFile, writeExported } from './exported-file.js';
import { networkData } from './network-data.js';

/** Options of {@link exportInferenceModule}. */
export interface InferenceModuleOptions {
  /**
   * Bits per weight: 16 bits halve the file. 8 bits halve it again and cost some accuracy. Defaults to 32.
   */
  readonly weightBits?: WeightBits;
}

// This path is valid from both `src/export` and `dist/export`.
const runtimeSource = path.join(__dirname, '..', '..', 'src', 'program', 'javascript', 'runtime.ts');

/**
 * Writes a model as one TypeScript file that imports nothing: it compiles under `strict` and runs in browsers,
 * Node, Deno and Bun. It exports `classNames` and `predict(pixels) → { probabilities, classIndex, className }`,
 * where `pixels` are one image's rows × columns numbers, 0 (background) to 255, row-major. Input scaling and
 * temperature are applied. Probabilities are those of `predictProbabilities`, to about 1e-6 with weights of 32
 * bits.
 *
 * @param file Path of the file to write. An existing one is replaced.
 * @throws {TypeError} if this format cannot express a layer. The message names it.
 *
 * @example
 * const model = createDigitModel({ hiddenUnits: [16] });
 * await exportInferenceModule(model, 'build/digit.ts');
 * // then, anywhere: import { predict } from './digit.js'; predict(pixels).className
 */
export async function exportInferenceModule(
  model: Sequential,
  file: string,
  { weightBits = 32 }: InferenceModuleOptions = {},
): Promise<ExportedFile> {
  const { name, test } = modelMetadata(model);
  const shape = pixelShape(model).join(' × ');
  const { classNames, ...network } = networkData(model, weightBits);
  const accuracy = test ? ` Accuracy on the test set: ${formatPercent(test.accuracy)}.` : '';
  const about = `The network "${name.replaceAll('*/', '* /')}", trained with mnist-lab: images of ${shape} ${shape.endsWith(' × 3') ? 'numbers' : 'pixels'} to ${classNames.length} classes.${accuracy}`;
  const source = `/** ${about} This file needs no other. */

/** Name of each class, by class index. */
export const classNames: readonly string[] = ${JSON.stringify(classNames)};

/**
 * Classifies one image.
 *
 * @param pixels ${shape} numbers, 0 (background) to 255, row-major.
 * @throws {RangeError} if there are more or fewer, or one is not in 0..255.
 */
export function predict(pixels: Uint8Array | Uint8ClampedArray | readonly number[]): Prediction {
  unpacked ??= createPredict({ classNames, ...network });
  return unpacked(pixels);
}

let unpacked: Predict | undefined;

${await readFile(runtimeSource, 'utf8')}
const network: Omit<NetworkData, 'classNames'> = ${JSON.stringify(network)};
`;
  return writeExported(file, source);
}
