import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata, pixelShape } from '../models/metadata.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { type NetworkProgram, networkProgram } from '../models/network-program.js';
import { OnnxGraph } from '../program/onnx/onnx-graph.js';
import { elementTypes, onnxMessage } from '../program/onnx/onnx-message.js';
import { addOnnxNodes, hasOnnxForm } from '../program/onnx/onnx-nodes.js';
import { formatPercent } from '../text/format.js';
import { type ExportedFile, writeExported } from './exported-file.js';

/**
 * Writes a model as an ONNX file for ONNX Runtime and other runtimes, in Python, C++, Java, on phones and in
 * browsers.
 *
 * The input `pixels` is N × rows × columns bytes (× 3 for colours), 0 (background) to 255. The output
 * `probabilities`, N × classes, equals `predictProbabilities` to about 1e-6. Input scaling and temperature are
 * part of the graph. The metadata describe input and output, and contain `classNames` and the training options as
 * JSON. Operators are those of opset 17 (2022).
 *
 * @param file Path of the file to write. An existing one is replaced.
 * @throws {TypeError} if this format cannot express a layer. The message names it.
 * @throws {RangeError} if a weight is not finite.
 *
 * @example
 * const { file } = await exportOnnxModel(createDigitModel({ hiddenUnits: [16] }), 'build/digit.onnx');
 * // then, in Python: onnxruntime.InferenceSession('build/digit.onnx').run(None, {'pixels': images})
 * console.log(file); // build/digit.onnx
 */
export async function exportOnnxModel(model: Sequential, file: string): Promise<ExportedFile> {
  const metadata = modelMetadata(model);
  const { name, classNames, test, versions } = metadata;
  const shape = pixelShape(model);
  const { pixels, probabilities } = onnxProgram(model);

  const graph = new OnnxGraph();
  const floats = graph.add('Cast', ['pixels'], { to: { integer: elementTypes.float } });
  const flat = graph.add('Flatten', [floats], { axis: { integer: 1 } });
  const outputs = addOnnxNodes(graph, new Map([[pixels, flat]]), probabilities);
  graph.add('Identity', [outputs], {}, 'probabilities');

  const unit = shape.length === 3 ? 'byte each of red, green and blue' : 'byte a pixel';
  const takes = `One ${unit}, 0 (background) to 255: N x ${shape.join(' x ')}, any number of images`;
  const gives = `The probability of each class, in the order of classNames: N x ${classNames.length}`;
  const accuracy = test ? ` Accuracy on the test set: ${formatPercent(test.accuracy)}.` : '';
  const content = onnxMessage.model(
    onnxMessage.graph(name, {
      nodes: graph.nodes,
      constants: graph.constants,
      inputs: [onnxMessage.value({ name: 'pixels', description: takes }, 'uint8', ['N', ...shape])],
      outputs: [
        onnxMessage.value({ name: 'probabilities', description: gives }, 'float', ['N', classNames.length]),
      ],
    }),
    {
      version: versions['mnist-lab'] ?? '',
      description: `The network "${name}", trained with mnist-lab.${accuracy} pixels: ${takes}. probabilities: ${gives}.`,
      metadata: { pixels: takes, probabilities: gives, ...about(metadata) },
    },
  );
  return writeExported(file, content);
}

/**
 * The program of a model for ONNX.
 *
 * @throws as `exportOnnxModel`.
 */
export function onnxProgram(model: Sequential): NetworkProgram {
  return networkProgram(model, -1, { name: 'ONNX export', has: hasOnnxForm });
}

/** Metadata as JSON strings, without values that are part of the graph, and without the `oodDetector`. */
function about({ inputScaling, temperature, oodDetector, ...known }: ModelMetadata): Record<string, string> {
  const entries = Object.entries(known).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}
