import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDenseClassifier, saveModel } from 'mnist-lab';

/** The parts of `model.json` that tests change. */
export interface ModelJson {
  sha256?: string;
  modelTopology: { class_name: string; config: { layers: { config: Record<string, unknown> }[] } };
  weightsManifest: {
    paths: string[];
    sha256?: string[];
    weights: { name: string; shape: unknown; dtype: unknown; quantization?: object }[];
  }[];
  userDefinedMetadata: Record<string, unknown>;
}

/** Saves a small network of 9 → 4 → 3 into a folder. */
export async function storeSmallModel(folder: string): Promise<void> {
  const model = createDenseClassifier({
    hiddenUnits: [4],
    imageShape: [3, 3],
    classNames: ['circle', 'square', 'line'],
    batchNormalization: true,
  });
  await saveModel(model, folder, { trainedWith: { epochs: 3 }, test: { accuracy: 0.9, loss: 0.3 } });
  model.dispose();
}

export function modelJson(folder: string): ModelJson {
  return JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8'));
}

export function weightsFile(folder: string): string {
  return path.join(folder, modelJson(folder).weightsManifest[0]!.paths[0]!);
}

/** Changes `model.json` and its checksum, as an attacker would. */
export function rewrite(folder: string, change: (model: ModelJson) => void): void {
  const { sha256, ...fields } = modelJson(folder);
  change(fields);
  const sum = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
  writeFileSync(path.join(folder, 'model.json'), JSON.stringify({ ...fields, sha256: sum }));
}

/** Replaces the weights and names them as other tools do, without a checksum. */
export function replaceWeights(folder: string, bytes: Uint8Array): void {
  writeFileSync(path.join(folder, 'group1-shard1of1.bin'), bytes);
  rewrite(folder, ({ weightsManifest: [group] }) => {
    group!.paths = ['group1-shard1of1.bin'];
    delete group!.sha256;
  });
}
