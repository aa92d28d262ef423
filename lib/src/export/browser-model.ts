import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { outputKind } from '../layers/outputs.js';
import type { Familiarity } from '../models/familiarity-score.js';
import { modelMetadata } from '../models/metadata.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { inputShape } from '../models/shapes.js';
import { storeModel } from '../models/storage/store-model.js';
import { tf } from '../tensorflow.js';
import { formatPercent } from '../text/format.js';
import { type ExportedFile, writeExported } from './exported-file.js';
import { selfContained } from './tfjs-topology.js';

// What TensorFlow's own converter uses: browsers cache files of this size.
const bytesPerFile = 4 * 1024 * 1024;

/**
 * Writes a model for TensorFlow.js in a browser: `model.json` and files of weights of at most 4 MB each, which
 * browsers cache, and `MODEL.md`, which tells how to use them. Serve the folder, then
 * `await tf.loadLayersModel('…/model.json')`.
 *
 * Input scaling and temperature are layers of it: what it takes are pixels from 0 (background) to 255, what it gives
 * are the probabilities of `predictProbabilities`, to about 1e-6. Class names, and what it takes, gives and needs, come
 * back from `model.getUserDefinedMetadata()`. `loadModel` reads it as well.
 *
 * @param directory Made where missing; a model exported there before is replaced.
 * @returns The files written, `model.json` last.
 * @throws {TypeError} if the model has a temperature, but neither softmax nor logits at its end.
 * @throws {RangeError} if a weight is NaN or infinite.
 *
 * @example
 * ```ts
 * await exportBrowserModel(createDigitModel(), 'build/browser/digit');
 * ```
 */
export async function exportBrowserModel(model: Sequential, directory: string): Promise<ExportedFile[]> {
  const metadata = modelMetadata(model);
  const batchShape = [model.inputs[0]?.shape[0] ?? null, ...inputShape(model)];
  const [images, ...pixels] = batchShape;
  const facts = {
    takes: `Pixels as numbers from 0 (background) to 255, not scaled: ${[images ?? 'N', ...pixels].join(' × ')}, row by row`,
    gives: `The probability of each class, in the order of classNames: ${images ?? 'N'} × ${metadata.classNames.length}`,
    // Some activations, and the layer that scales, are not in older ones.
    needs: `@tensorflow/tfjs ${tf.version.tfjs} or a newer 4`,
  };
  const stored = await storeModel(
    model,
    directory,
    { ...withoutScaling(metadata), ...facts },
    {
      doing: 'Exporting a model',
      bytesPerFile,
      changeTopology: (topology) => selfContained(topology, batchShape, endsOf(model)),
    },
  );
  const description = describeBrowserModel(metadata, batchShape, facts);
  return [await writeExported(path.join(directory, 'MODEL.md'), description), ...stored];
}

/** What a model's layers have to be told to take pixels and give probabilities. */
export function endsOf(model: Sequential): Parameters<typeof selfContained>[2] {
  const outputShape = (model.outputs[0]?.shape ?? []).slice(1);
  return { ...modelMetadata(model), outputKind: outputKind(model), outputShape };
}

/** What is known of a network that scales and divides by the temperature itself. */
function withoutScaling(metadata: ModelMetadata): ModelMetadata {
  const { temperature, familiarity } = metadata;
  return {
    ...metadata,
    // So that `(pixel / 255 - mean) / standardDeviation` is the pixel.
    inputScaling: { mean: 0, standardDeviation: 1 / 255 },
    temperature: 1,
    ...(familiarity && { familiarity: atTemperature(familiarity, temperature) }),
  };
}

/** The same distances, of logits that were divided by a temperature. */
function atTemperature(familiarity: Familiarity, temperature: number): Familiarity {
  return {
    ...familiarity,
    classMeans: familiarity.classMeans.map((row) => row.map((value) => value / temperature)),
    precision: familiarity.precision.map((row) => row.map((value) => value * temperature ** 2)),
  };
}

/** What lies beside an exported model for who finds it: what it takes, gives and needs, and how it is used. */
function describeBrowserModel(
  { name, classNames, imageShape, test }: ModelMetadata,
  batchShape: readonly (number | null)[],
  { takes, gives, needs }: Readonly<Record<'takes' | 'gives' | 'needs', string>>,
): string {
  const accuracy = test ? ` Accuracy on the test set: ${formatPercent(test.accuracy)}.` : '';
  return `# ${name}

A network for images of ${imageShape.join(' × ')} pixels, trained with mnist-lab.${accuracy}

- **Takes**: ${takes}.
- **Gives**: ${gives}.
- **Needs**: ${needs}.
- **Classes**: ${classNames.map((className) => JSON.stringify(className)).join(', ')}.

Serve this folder, then:

\`\`\`js
import * as tf from '@tensorflow/tfjs';

const model = await tf.loadLayersModel('model.json'); // the address of that file
const { classNames } = model.getUserDefinedMetadata();

/** @param pixels numbers from 0 to 255 */
function classify(pixels) {
  const probabilities = tf.tidy(() => model.predict(tf.tensor(pixels, [${batchShape.map((size) => size ?? 1).join(', ')}])).dataSync());
  return { probabilities, className: classNames[probabilities.indexOf(Math.max(...probabilities))] };
}
\`\`\`
`;
}
