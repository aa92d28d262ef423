import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata } from '../../models/metadata.js';
import type { ModelMetadata } from '../../models/model-metadata.js';
import { formatPercent } from '../../text/format.js';
import { checkFinite } from '../check-finite.js';
import { type ExportedFile, writeExported } from '../exported-file.js';
import { foldAffine, type Step } from '../fold-affine.js';
import { layerSteps } from '../layer-steps.js';
import { addSteps } from './add-steps.js';
import { OnnxGraph, type Value } from './onnx-graph.js';
import { elementTypes, onnxMessage } from './onnx-message.js';

/**
 * Writes a model as an ONNX file, which ONNX Runtime and others read, in Python, C++, Java, in phones and browsers.
 *
 * It takes `pixels`, bytes of 0 (background) to 255, N × rows × columns, and gives `probabilities`, N × classes:
 * those of `predictProbabilities` to about 1e-6, with input scaling and temperature inside. What it takes, the names of
 * the classes (`classNames`, as JSON) and how it was trained stand in the file's metadata. The operators are those of
 * opset 17, of 2022.
 *
 * @param file Path of the file to write; one that is there is replaced.
 * @throws {TypeError} if the model has a layer other than dense layers, normalisation, dropout, noise, flatten, reshape
 *   and activations.
 * @throws {RangeError} if a weight is not finite.
 *
 * @example
 * ```ts
 * const { file } = await exportOnnxModel(createDigitModel({ hiddenUnits: [16] }), 'build/digit.onnx');
 * // then, in Python: onnxruntime.InferenceSession('build/digit.onnx').run(None, {'pixels': images})
 * console.log(file); // build/digit.onnx
 * ```
 */
export async function exportOnnxModel(model: Sequential, file: string): Promise<ExportedFile> {
  const metadata = modelMetadata(model);
  const { name, imageShape, classNames, inputScaling, temperature, test, versions } = metadata;
  const steps = layerSteps(model.layers, name);
  const isSoftmax = endsInSoftmax(steps);
  const folded = foldAffine(isSoftmax ? withTemperature(steps, temperature, classNames.length) : steps);
  checkFinite(folded, name);

  const graph = new OnnxGraph();
  const { mean, standardDeviation } = inputScaling;
  const floats = graph.add('Cast', ['pixels'], { to: { integer: elementTypes.float } });
  const flat = graph.add('Flatten', [floats], { axis: { integer: 1 } });
  const scaled = graph.add('Mul', [flat, 1 / (255 * standardDeviation)]);
  const outputs = addSteps(graph, folded, graph.add('Sub', [scaled, mean / standardDeviation]));
  const probabilities = isSoftmax || temperature === 1 ? outputs : soften(graph, outputs, temperature);
  graph.add('Identity', [probabilities], {}, 'probabilities');

  const takes = `One byte a pixel, 0 (background) to 255: N x ${imageShape.join(' x ')}, any number of images`;
  const gives = `The probability of each class, in the order of classNames: N x ${classNames.length}`;
  const accuracy = test ? ` Accuracy on the test set: ${formatPercent(test.accuracy)}.` : '';
  const content = onnxMessage.model(
    onnxMessage.graph(name, {
      nodes: graph.nodes,
      constants: graph.constants,
      inputs: [onnxMessage.value({ name: 'pixels', description: takes }, 'uint8', ['N', ...imageShape])],
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

/** What is known of the model, each as JSON, but for what the graph does by itself. */
function about({ inputScaling, temperature, familiarity, ...known }: ModelMetadata): Record<string, string> {
  const entries = Object.entries(known).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}

function endsInSoftmax(steps: readonly Step[]): boolean {
  const last = steps.at(-1);
  return last?.kind === 'activation' && last.name === 'softmax';
}

/** Divides by the temperature what goes into the softmax at the end. */
function withTemperature(steps: readonly Step[], temperature: number, size: number): Step[] {
  if (temperature === 1) return [...steps];
  const factors = new Float32Array(size).fill(1 / temperature);
  return [...steps.slice(0, -1), { kind: 'affine', factors, shifts: new Float32Array(size) }, steps.at(-1)!];
}

/** The same where there is no softmax: each to the power of 1 / temperature, then made to sum to 1. */
function soften(graph: OnnxGraph, probabilities: Value, temperature: number): Value {
  // In opset 17 the axes of maxima are an attribute, those of sums an input.
  const largest = graph.add('ReduceMax', [probabilities], { axes: { integers: [1] } });
  const powers = graph.add('Pow', [graph.add('Div', [probabilities, largest]), 1 / temperature]);
  const sums = graph.add('ReduceSum', [powers, graph.list('axes', [1])]);
  return graph.add('Div', [powers, sums]);
}
