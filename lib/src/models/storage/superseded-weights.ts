import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** Another process may be about to name weights of this age in its `model.json`. */
const graceMilliseconds = 60_000;
/** However many models are saved in that time, no more than these are kept. */
const mostFresh = 2;

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
 * Removes files of weights that no reader can need any more: all but those of the model that is there, of the one
 * that it replaced (someone may have read its `model.json` just before), and of the last two written within a minute
 * (by another process, which is about to name them).
 *
 * @param replaced What `namedWeights` gave before the model was written.
 */
export function removeSupersededWeights(directory: string, replaced: readonly string[]): void {
  try {
    const needed = new Set([...namedWeights(directory), ...replaced].map(sumIn));
    const others = new Map<string, number>();
    const files = readdirSync(directory).filter((name) => sumIn(name) !== undefined);
    for (const name of files) {
      const sum = sumIn(name)!;
      if (!needed.has(sum)) others.set(sum, statSync(path.join(directory, name)).ctimeMs);
    }
    const fresh = [...others].filter(([, written]) => Date.now() - written < graceMilliseconds);
    fresh.sort(([, first], [, second]) => second - first);
    for (const [sum] of fresh.slice(0, mostFresh)) needed.add(sum);
    for (const name of files)
      if (!needed.has(sumIn(name))) rmSync(path.join(directory, name), { force: true });
  } catch {
    // Tidying must not keep anyone from saving: another process may be tidying as well.
  }
}

function sumIn(name: string): string | undefined {
  return /^weights-([0-9a-f]{16})(-\d+of\d+)?\.bin$/.exec(name)?.[1];
}
