import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { sha256 } from '../../files/checksum.js';
import { inTurn, oneAtATime } from '../../files/one-at-a-time.js';
import { readJson } from '../../files/read-json.js';
import { type NewFile, writeWholeFiles } from '../../files/write-whole-file.js';
import { tf } from '../../tensorflow-js.js';
import { byteLength, formatModelFile, modelFileLimits, type WeightSpec } from './model-file.js';
import { requireFinite } from './stored-weights.js';

interface StoredFile {
  readonly file: string;
  /** Length in bytes. */
  readonly bytes: number;
}

interface StoreOptions {
  readonly doing: string;
  readonly bytesPerFile?: number;
  readonly changeTopology?: (topology: object) => object;
}

/**
 * Writes a model to a folder in tfjs's format: files of weights, named after their checksum, and
 * `model.json`, which is renamed into place after all of them are on the disk.
 *
 * @param doing Beginning of error messages, such as `'Saving a model'`.
 * @param bytesPerFile The largest size of a file of weights.
 * @param changeTopology Returns the layers to write, with the same weights.
 * @returns The files, `model.json` last.
 */
export async function storeModel(
  model: Sequential,
  directory: string,
  userDefinedMetadata: object,
  { doing, bytesPerFile = Number.POSITIVE_INFINITY, changeTopology = (topology) => topology }: StoreOptions,
): Promise<readonly StoredFile[]> {
  const artifacts = modelArtifacts(model);
  // An error is thrown where `artifacts` is awaited below. Until then, prevent an unhandled rejection.
  artifacts.catch(() => {});
  return await inTurn(path.resolve(directory), async () => {
    const options = { bytesPerFile, userDefinedMetadata, doing, changeTopology };
    const files = filesOf(directory, await artifacts, options);
    writeWholeFiles(files, doing, (giveNames) => {
      // Lock the folder: until model.json is in place, another process that saves into it would remove these
      // weights as superseded.
      oneAtATime(directory, doing, () => {
        const replaced = namedWeights(directory);
        giveNames();
        removeSupersededWeights(directory, replaced);
      });
    });
    return files.map(({ file, content }) => ({ file, bytes: content.length }));
  });
}

function modelArtifacts(model: Sequential): Promise<ModelArtifacts> {
  return new Promise((resolve, reject) => {
    const handler = tf.io.withSaveHandler(async (artifacts) => {
      resolve(artifacts);
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    });
    model.save(handler).catch(reject);
  });
}

type ModelArtifacts = Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0];

interface Content extends NewFile {
  readonly content: Buffer;
}

function filesOf(
  directory: string,
  { format, generatedBy, convertedBy, modelTopology, weightSpecs, weightData }: ModelArtifacts,
  options: Required<StoreOptions> & { userDefinedMetadata: object },
): readonly Content[] {
  const { bytesPerFile, userDefinedMetadata, doing, changeTopology } = options;
  const specs = (weightSpecs ?? []) as WeightSpec[];
  const weights = Buffer.from(tf.io.concatenateArrayBuffers([weightData ?? []].flat()));
  checkFinite(specs, weights, doing);
  const sum = sha256(weights).slice(0, 16);
  const count = Math.max(1, Math.ceil(weights.length / bytesPerFile));
  const parts = Array.from({ length: count }, (_, part) => ({
    name: count === 1 ? `weights-${sum}.bin` : `weights-${sum}-${part + 1}of${count}.bin`,
    content: count === 1 ? weights : weights.subarray(part * bytesPerFile, (part + 1) * bytesPerFile),
  }));
  const sums = parts.map(({ content }) => sha256(content));
  const text = formatModelFile({
    format,
    generatedBy,
    convertedBy,
    modelTopology: changeTopology(modelTopology as object),
    weightsManifest: [{ paths: parts.map(({ name }) => name), sha256: sums, weights: specs }],
    userDefinedMetadata,
  });
  const contents = [...parts, { name: 'model.json', content: Buffer.from(text) }];
  return contents.map(({ name, content }) => ({ file: path.join(directory, name), content }));
}

function checkFinite(specs: readonly WeightSpec[], weights: Buffer, doing: string): void {
  let offset = 0;
  for (const spec of specs) {
    const bytes = weights.subarray(offset, offset + byteLength(spec));
    offset += bytes.length;
    if (spec.dtype !== 'float32') continue;
    try {
      requireFinite(spec.name, new Float32Array(Uint8Array.from(bytes).buffer));
    } catch (cause) {
      throw new RangeError(
        `${doing}: ${(cause as Error).message}. Train it again, with a lower learning rate.`,
        { cause },
      );
    }
  }
}

/**
 * Weight files that `model.json` in this folder refers to. The list is empty if `model.json` cannot be read.
 */
function namedWeights(directory: string): readonly string[] {
  try {
    const { weightsManifest } = readJson(path.join(directory, 'model.json'), modelFileLimits) as {
      weightsManifest: readonly { readonly paths: readonly string[] }[];
    };
    return weightsManifest.flatMap(({ paths }) => paths);
  } catch {
    return [];
  }
}

/**
 * Removes superseded weight files: all except those of the current model and of the one it replaced, which
 * may still be being read. The caller has locked the folder. `replaced` is the earlier result of
 * `namedWeights`.
 */
function removeSupersededWeights(directory: string, replaced: readonly string[]): void {
  try {
    const needed = new Set([...namedWeights(directory), ...replaced].map(sumIn));
    for (const name of readdirSync(directory)) {
      const sum = sumIn(name);
      if (sum !== undefined && !needed.has(sum)) rmSync(path.join(directory, name), { force: true });
    }
  } catch {
    // A failed cleanup must not prevent saving. Permission may be missing.
  }
}

function sumIn(name: string): string | undefined {
  return /^weights-([0-9a-f]{16})(-\d+of\d+)?\.bin$/.exec(name)?.[1];
}
