import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Files of weights that `model.json` in this folder names; none where there is no such file. */
export function namedWeights(directory: string): readonly string[] {
  try {
    const { weightsManifest } = JSON.parse(readFileSync(path.join(directory, 'model.json'), 'utf8')) as {
      weightsManifest: readonly { readonly paths: readonly string[] }[];
    };
    return weightsManifest.flatMap(({ paths }) => paths);
  } catch {
    return [];
  }
}

/**
 * Removes files of weights that no reader can need any more: all but those of the model that is there, and of the one
 * that it replaced (someone may have read its `model.json` just before). For who has the folder for itself.
 *
 * @param replaced What `namedWeights` gave before the model was written.
 */
export function removeSupersededWeights(directory: string, replaced: readonly string[]): void {
  try {
    const needed = new Set([...namedWeights(directory), ...replaced].map(sumIn));
    for (const name of readdirSync(directory)) {
      const sum = sumIn(name);
      if (sum !== undefined && !needed.has(sum)) rmSync(path.join(directory, name), { force: true });
    }
  } catch {
    // Tidying must not keep anyone from saving: it may not be allowed here.
  }
}

function sumIn(name: string): string | undefined {
  return /^weights-([0-9a-f]{16})(-\d+of\d+)?\.bin$/.exec(name)?.[1];
}
