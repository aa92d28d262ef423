import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { isRecord, readJson } from '../files/read-json.js';
import { operationsOf } from '../layers/forward-of.js';
import { flatLayers } from '../layers/network.js';
import { outputKind } from '../layers/outputs.js';
import { modelMetadata } from '../models/metadata.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import type { OodDetector } from '../models/ood-score.js';
import { inputShape } from '../models/shapes.js';
import { modelFileLimits } from '../models/storage/model-file.js';
import { storeModel } from '../models/storage/store-model.js';
import { tf } from '../tensorflow.js';
import { showValue } from '../text/escape.js';
import { formatPercent } from '../text/format.js';
import { type ExportedFile, writeExported } from './exported-file.js';
import { selfContained } from './tfjs-topology.js';

// The default of TensorFlow's own converter: browsers cache files of this size.
const bytesPerFile = 4 * 1024 * 1024;

/**
 * Writes a model for TensorFlow.js in a browser: `model.json`, files of weights of at most 4 MB each, which
 * browsers cache, and `MODEL.md` with instructions. Serve the folder, then
 * `await tf.loadLayersModel('…/model.json')`.
 *
 * Input scaling and temperature become layers: the exported model takes pixels from 0 (background) to 255 and
 * returns the probabilities of `predictProbabilities`, to about 1e-6. `model.getUserDefinedMetadata()`
 * returns the class names and a description. `loadModel` can load it too.
 *
 * @param directory Created if missing. A model exported there before is replaced.
 * @returns The files written, `model.json` last.
 * @throws {TypeError} if a sigmoid, or a softmax with a temperature, is not in the last layer.
 * @throws {RangeError} if a weight is NaN or infinite, or the folder has another `model.json`, as of a saved model.
 * @example
 * await exportTfjsModel(createDigitModel(), 'build/browser/digit');
 */
export async function exportTfjsModel(model: Sequential, directory: string): Promise<ExportedFile[]> {
  requireNoSavedModel(directory);
  const metadata = modelMetadata(model);
  const batchShape = [model.inputs[0]?.shape[0] ?? null, ...inputShape(model)];
  const [images, ...pixels] = batchShape;
  const facts = {
    takes: `Pixels as numbers from 0 (background) to 255, not scaled: ${[images ?? 'N', ...pixels].join(' × ')}, row by row`,
    gives: `The probability of each class, in the order of classNames: ${images ?? 'N'} × ${metadata.classNames.length}`,
    // Older versions lack some activations and the rescaling layer.
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
  const description = describeTfjsModel(metadata, batchShape, facts);
  return [writeExported(path.join(directory, 'MODEL.md'), description), ...stored];
}

/** An export lacks the input scaling and the temperature of a saved model, so it must not replace one. */
function requireNoSavedModel(directory: string): void {
  const file = path.join(directory, 'model.json');
  if (!existsSync(file) || isExport(file)) return;
  throw new RangeError(
    `Exporting a model: expected ${showValue(directory)} to be a new folder or an earlier export but found another model.json. Choose another folder.`,
  );
}

function isExport(file: string): boolean {
  try {
    const stored = readJson(file, modelFileLimits);
    return isRecord(stored) && isRecord(stored.userDefinedMetadata) && 'takes' in stored.userDefinedMetadata;
  } catch {
    return false;
  }
}

/** The parameters of the layers that make a model take pixels and return probabilities. */
export function endsOf(model: Sequential): Parameters<typeof selfContained>[2] {
  const outputShape = (model.outputs[0]?.shape ?? []).slice(1);
  const idle = flatLayers(model.layers).filter((layer) => operationsOf(layer)?.length === 0);
  const idleLayers = new Set(idle.map(({ name }) => name));
  return { ...modelMetadata(model), idleLayers, outputKind: outputKind(model), outputShape };
}

/** The metadata after input scaling and temperature have become layers. */
function withoutScaling(metadata: ModelMetadata): ModelMetadata {
  const { temperature, oodDetector } = metadata;
  return {
    ...metadata,
    // With these values, `(pixel / 255 - mean) / standardDeviation` is the pixel itself.
    inputScaling: { mean: 0, standardDeviation: 1 / 255 },
    temperature: 1,
    ...(oodDetector && { oodDetector: atTemperature(oodDetector, temperature) }),
  };
}

/** Adapts an out-of-distribution detector to logits that are divided by a temperature. */
function atTemperature(oodDetector: OodDetector, temperature: number): OodDetector {
  return {
    ...oodDetector,
    classMeans: oodDetector.classMeans.map((row) => row.map((value) => value / temperature)),
    precision: oodDetector.precision.map((row) => row.map((value) => value * temperature ** 2)),
  };
}

/** A description of an exported model: its inputs, outputs, requirements and use. */
function describeTfjsModel(
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
