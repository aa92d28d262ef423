import type { layers, Sequential, Tensor } from '@tensorflow/tfjs-node';
import { outputKind } from '../layers/outputs.js';
import { modelMetadata } from '../models/metadata.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { type ExportedFile, writeExported } from './exported-file.js';

/**
 * Writes a model's weights as a safetensors file, with the metadata needed to use them. Libraries for Python
 * (NumPy, PyTorch, JAX, TensorFlow), Rust and JavaScript read the format, which contains no code.
 *
 * A tensor's name is the index of its layer and its own name, as in Keras: `layers.1.kernel` (inputs × units,
 * row-major), `layers.1.bias` (units), `layers.2.gamma`, `.beta`, `.moving_mean` and `.moving_variance` (one
 * number per unit). The index counts layers without weights too. In a nested network, names
 * are like `layers.1.layers.0.kernel`. Numbers are float32.
 *
 * Metadata are strings: `name`, `inputs` and `outputs` are text, and the others are JSON:
 *
 * - `layers`: class and configuration of each layer, as in `model.json` of Keras and TensorFlow.js.
 * - `inputScaling`: `{ mean, standardDeviation }`. Inputs are `(pixel / 255 - mean) / standardDeviation`, where a
 *   pixel is 0 (background) to 255. Their shape is N × rows × columns, row-major.
 * - `outputs`: whether the last layer returns probabilities, logits or sigmoids.
 * - `temperature`: the logits, N × classes, are divided by it before the last softmax.
 * - `classNames`, `imageShape` (rows, columns) and, if known, `trainedWith`, `test` and the rest of
 *   `modelMetadata`.
 *
 * @param file Path of the file to write. An existing one is replaced.
 * @throws {RangeError} if a weight is NaN or infinite.
 * @see https://huggingface.co/docs/safetensors
 *
 * @example
 * const { file } = await exportSafetensors(createDigitModel({ hiddenUnits: [16] }), 'build/digit.safetensors');
 * // then, in Python: safetensors.numpy.load_file('build/digit.safetensors')['layers.1.kernel']
 * console.log(file); // build/digit.safetensors
 */
export async function exportSafetensors(model: Sequential, file: string): Promise<ExportedFile> {
  const metadata = modelMetadata(model);
  const header: Record<string, object> = { __metadata__: describe(model, metadata) };
  const contents: Buffer[] = [];
  let offset = 0;
  for (const [name, tensor] of namedTensors(model)) {
    const numbers = tensor.dataSync() as Float32Array;
    if (!numbers.every(Number.isFinite))
      throw new RangeError(
        `Exporting model "${metadata.name}": expected finite weights but "${name}" has others. Train it again.`,
      );
    const end = offset + numbers.byteLength;
    header[name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [offset, end] };
    contents.push(Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  // Pad the header with spaces to align the numbers, for readers that map the file into memory.
  const headerLength = Math.ceil(text.length / 8) * 8;
  const start = Buffer.alloc(8 + headerLength, ' ');
  start.writeBigUInt64LE(BigInt(headerLength));
  text.copy(start, 8);
  return writeExported(file, Buffer.concat([start, ...contents]));
}

function describe(model: Sequential, metadata: ModelMetadata): Record<string, string> {
  const { name, imageShape, classNames, ...known } = metadata;
  const shape = imageShape.join(' × ');
  const { config } = model.toJSON(undefined, false) as unknown as { config: { layers: object[] } };
  const values = { classNames, imageShape, layers: config.layers, ...known };
  return {
    name,
    inputs: `N × ${shape}: (pixel / 255 - mean) / standardDeviation of inputScaling, pixels 0 (background) to 255`,
    outputs: outputText(model, classNames.length),
    ...Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, JSON.stringify(value)]),
    ),
  };
}

function outputText(model: Sequential, classCount: number): string {
  const kind = outputKind(model);
  if (kind === 'probabilities')
    return `N × ${classCount}: the probability of each class, if the logits are divided by the temperature`;
  const what = kind === 'logits' ? 'logits' : 'sigmoids of logits';
  const outputs = model.outputs[0]!.shape.slice(1).join(' × ');
  const single =
    outputs === '1' && classCount === 2 ? ', that of the second class next to a 0 for the first' : '';
  return `N × ${outputs}: ${what}${single}. The softmax of the logits, divided by the temperature, gives the probability of each class`;
}

/** The weights of a network, named by the index of their layer and their own name. */
function* namedTensors(network: Sequential, place = ''): Generator<[name: string, tensor: Tensor]> {
  for (const [index, layer] of network.layers.entries()) {
    const prefix = `${place}layers.${index}.`;
    if (layer.getClassName() === 'Sequential') yield* namedTensors(layer as unknown as Sequential, prefix);
    else yield* ownTensors(layer, prefix);
  }
}

function* ownTensors(layer: layers.Layer, prefix: string): Generator<[name: string, tensor: Tensor]> {
  const taken = new Set<string>();
  for (const weight of layer.weights) {
    const name = weight.originalName.split('/').at(-1)!;
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
    taken.add(free);
    yield [prefix + free, weight.read()];
  }
}
