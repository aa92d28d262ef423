import type { Sequential } from '@tensorflow/tfjs-node';
import type { WeightBits } from '../program/javascript/pack-program.js';
import type { ExportedFile } from './exported-file.js';

/** A format for exported models. */
export interface ExportFormat {
  /** Value of `mnist-lab export --format`. */
  readonly name: string;
  /** A noun phrase with its article. */
  readonly help: string;
  /** File name extensions, the usual one first. The list is empty if a folder is written. */
  readonly endings: readonly string[];
  /** The default bits per weight, for formats that can quantize them. */
  readonly weightBits?: WeightBits;
  /** Arguments after the model in an example of `mnist-lab export`, and what to do with the result. */
  readonly example: readonly [line: string, purpose: string];
  /** How to use the result. `shape` is that of an image, such as `28 × 28`. */
  usage(shape: string): string;
  /** Why a model cannot be exported in this format, as a sentence, or undefined if it can. */
  accepts(model: Sequential): Promise<string | undefined>;
  /** @param output Path of the file or folder, which is replaced if it exists. */
  write(model: Sequential, output: string, settings: ExportSettings): Promise<readonly ExportedFile[]>;
}

interface ExportSettings {
  readonly weightBits?: WeightBits;
}

const takesPixels = (shape: string) =>
  `Takes images of ${shape} pixels from 0 (background) to 255, not scaled.`;

/** Every format, the default first. Heavy code is loaded when a model is exported. */
export const exportFormats: readonly ExportFormat[] = [
  {
    name: 'module',
    help: 'a self-contained TypeScript module with the weights',
    endings: ['.ts', '.mts', '.cts'],
    weightBits: 32,
    example: ['-o src/digit.ts', 'then: import { predict } from "./digit.js"'],
    usage: takesPixels,
    accepts: unsupportedLayer,
    write: async (model, output, settings) => {
      const { exportInferenceModule } = await import('./inference-module.js');
      return [await exportInferenceModule(model, output, settings)];
    },
  },
  {
    name: 'page',
    help: 'a web page that takes drawings or photos',
    endings: ['.html', '.htm'],
    weightBits: 16,
    example: ['-o draw.html', 'open it in a browser and draw, or show it photos'],
    usage: () => '',
    async accepts(model) {
      const { isDatasetName } = await import('../datasets/catalogue.js');
      const { modelMetadata, pixelShape } = await import('../models/metadata.js');
      const { preprocessing, trainedWith } = modelMetadata(model);
      if (pixelShape(model).length === 3)
        return 'Making a page: expected a model of grey images but found one of colours.';
      const dataset = String(trainedWith?.dataset ?? '');
      // Datasets of the catalogue with this preprocessing were made in a way that users' photos cannot repeat.
      if (preprocessing === 'resize' && isDatasetName(dataset))
        return `Making a page: expected a model of handwriting as in MNIST, of garments as in Fashion-MNIST or of your own images but found one of ${dataset}.`;
      return await unsupportedLayer(model);
    },
    async write(model, output, settings) {
      const { exportDemoPage } = await import('./demo-page.js');
      return [await exportDemoPage([{ model }], output, settings)];
    },
  },
  {
    name: 'onnx',
    help: 'an ONNX file for Python, C++, Java and others',
    endings: ['.onnx'],
    example: ['-o digit.onnx', 'then, in Python: onnxruntime.InferenceSession("digit.onnx")'],
    usage: takesPixels,
    async accepts(model) {
      const { onnxProgram } = await import('./onnx-model.js');
      return reasonAgainst(() => onnxProgram(model));
    },
    write: async (model, output) => {
      const { exportOnnxModel } = await import('./onnx-model.js');
      return [await exportOnnxModel(model, output)];
    },
  },
  {
    name: 'tfjs',
    help: 'a folder for TensorFlow.js in a browser',
    endings: [],
    example: ['--format tfjs -o public/digit', 'then: tf.loadLayersModel("digit/model.json")'],
    usage: (shape) => `${takesPixels(shape)} MODEL.md shows how to use it.`,
    async accepts(model) {
      const { endsOf } = await import('./tfjs-model.js');
      const { selfContained } = await import('./tfjs-topology.js');
      const topology = model.toJSON(undefined, false) as object;
      return reasonAgainst(() => selfContained(topology, [null], endsOf(model)));
    },
    write: async (model, output) => {
      const { exportTfjsModel } = await import('./tfjs-model.js');
      return await exportTfjsModel(model, output);
    },
  },
  {
    name: 'safetensors',
    help: 'a safetensors file of the weights alone, for Python and JavaScript',
    endings: ['.safetensors'],
    example: ['-o digit.safetensors', 'then, in Python: safetensors.numpy.load_file("digit.safetensors")'],
    usage: () => 'Layers, classes, input scaling and temperature are in its metadata.',
    accepts: async () => undefined,
    write: async (model, output) => {
      const { exportSafetensors } = await import('./safetensors.js');
      return [await exportSafetensors(model, output)];
    },
  },
];

/** Why the JavaScript runtime of pages and modules cannot run a model, or undefined if it can. */
async function unsupportedLayer(model: Sequential): Promise<string | undefined> {
  const { networkData } = await import('./network-data.js');
  return reasonAgainst(() => networkData(model, 32));
}

/** The message of a TypeError, which means that the format cannot express the model. Other errors are thrown. */
function reasonAgainst(prepare: () => unknown): string | undefined {
  try {
    prepare();
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
