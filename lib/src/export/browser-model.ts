import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata } from '../models/metadata.js';
import { storeModel } from '../models/storage/store-model.js';
import type { ExportedFile } from './exported-file.js';

// What TensorFlow's own converter uses: browsers cache files of this size.
const bytesPerFile = 4 * 1024 * 1024;

/**
 * Writes a model for TensorFlow.js in a browser: `model.json` and files of weights of at most 4 MB each, which
 * browsers cache. Serve the folder, then `await tf.loadLayersModel('…/model.json')`. Class names, input scaling,
 * temperature and what else is known come back from `model.getUserDefinedMetadata()`; the network itself takes
 * inputs that are scaled already.
 *
 * @param directory Made where missing; a model exported there before is replaced.
 * @returns The files written, `model.json` last.
 *
 * @example
 * ```ts
 * await exportBrowserModel(createDigitModel(), 'build/browser/digit');
 * ```
 */
export async function exportBrowserModel(model: Sequential, directory: string): Promise<ExportedFile[]> {
  const options = { doing: 'Exporting a model', bytesPerFile };
  return [...(await storeModel(model, directory, modelMetadata(model), options))];
}
