import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { modelMetadata } from '../models/metadata.js';
import { tf } from '../tensorflow.js';
import { type ExportedFile, writeExported } from './exported-file.js';

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
  const written: ExportedFile[] = [];
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const weights = Buffer.from(tf.io.concatenateArrayBuffers([artifacts.weightData ?? []].flat()));
      const sum = createHash('sha256').update(weights).digest('hex').slice(0, 16);
      const parts = Math.max(1, Math.ceil(weights.length / bytesPerFile));
      const names = Array.from({ length: parts }, (_, part) => `weights-${sum}-${part + 1}of${parts}.bin`);
      for (const [part, name] of names.entries()) {
        const content = weights.subarray(part * bytesPerFile, (part + 1) * bytesPerFile);
        written.push(await writeExported(path.join(directory, name), content));
      }
      const description = {
        format: artifacts.format,
        generatedBy: artifacts.generatedBy,
        convertedBy: artifacts.convertedBy,
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: names, weights: artifacts.weightSpecs }],
        userDefinedMetadata: modelMetadata(model),
      };
      // Last, so that whoever reads it finds the weights it names.
      written.push(await writeExported(path.join(directory, 'model.json'), JSON.stringify(description)));
      for (const name of await readdir(directory)) {
        if (/^weights-[0-9a-f]{16}-\d+of\d+\.bin$/.test(name) && !names.includes(name)) {
          await rm(path.join(directory, name));
        }
      }
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return written;
}
