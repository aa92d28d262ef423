import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { compileClassifier } from './dense-classifier.js';
import { type ModelMetadata, setModelMetadata } from './metadata.js';

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: { readonly name: string; readonly shape: number[]; readonly dtype: 'float32' }[];
  }[];
  readonly userDefinedMetadata?: Partial<ModelMetadata>;
}

/**
 * Reads a model that `saveModel` wrote, or any layers model in tfjs's format, with its metadata.
 *
 * @returns the same network: its probabilities are equal to those before saving, bit for bit.
 * @throws {Error} if the folder holds no model, or one that was cut short.
 *
 * @example
 * ```ts
 * await saveModel(createDigitModel(), 'build/models/digit');
 * const model = await loadModel('build/models/digit');
 * console.log(modelMetadata(model).name); // digit
 * ```
 */
export async function loadModel(directory: string): Promise<Sequential> {
  const doing = `Loading a model from "${directory}"`;
  const text = await readFile(join(directory, 'model.json'), 'utf8').catch((cause: unknown) => {
    throw new Error(`${doing}: expected a readable file model.json. Save one there with saveModel().`, {
      cause,
    });
  });
  let file: ModelFile;
  try {
    file = JSON.parse(text) as ModelFile;
  } catch (cause) {
    throw new Error(`${doing}: model.json is not valid JSON. Save the model again.`, { cause });
  }
  if (!file?.modelTopology || !file.weightsManifest)
    throw new Error(
      `${doing}: model.json has no modelTopology or no weightsManifest; it is not a tfjs layers model.`,
    );
  const weightSpecs = file.weightsManifest.flatMap((group) => group.weights);
  const paths = file.weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(
    paths.map((path) =>
      readFile(join(directory, path)).catch((cause: unknown) => {
        throw new Error(`${doing}: its weights "${path}" cannot be read. Save the model again.`, { cause });
      }),
    ),
  );
  const weights = Buffer.concat(parts);
  const expected = weightSpecs.reduce((total, { shape }) => total + 4 * shape.reduce((a, b) => a * b, 1), 0);
  if (weightSpecs.some(({ dtype }) => dtype !== 'float32') || weights.length !== expected)
    throw new Error(
      `${doing}: expected ${expected} bytes of float32 weights but found ${weights.length}. Save the model again.`,
    );
  const weightData = weights.buffer.slice(
    weights.byteOffset,
    weights.byteOffset + weights.length,
  ) as ArrayBuffer;
  const artifacts = { modelTopology: file.modelTopology, weightSpecs, weightData };
  const model = (await tf.loadLayersModel({ load: async () => artifacts })) as Sequential;
  if (!(model instanceof tf.Sequential))
    throw new Error(
      `${doing}: expected a tf.Sequential but found a model of class ${(model as object).constructor.name}.`,
    );
  compileClassifier(model);
  setModelMetadata(model, file.userDefinedMetadata ?? {});
  return model;
}
