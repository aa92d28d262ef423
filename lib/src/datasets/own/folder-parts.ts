import path from 'node:path';
import { listOf } from '../../text/format.js';

/** A split of a dataset. */
export type PartName = 'train' | 'validation' | 'test';

const folderNames: Readonly<Record<PartName, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'val'],
  test: ['test', 'testing'],
};

/** The split in a file's name, such as `mnist_train.csv`, or `undefined` if there is none or several. */
export function partOfName(name: string): PartName | undefined {
  const words = name.toLowerCase().split(/[^a-z]+/);
  const parts = Object.entries(folderNames).filter(([, names]) => names.some((each) => words.includes(each)));
  return parts.length === 1 ? (parts[0]![0] as PartName) : undefined;
}

/** The folder names that are recognised as splits, for help and errors. */
export const wantedPartNames = `${Object.values(folderNames)
  .map((names) => listOf(names, 'or'))
  .join('; ')} (upper or lower case)`;

/**
 * Finds the splits among a dataset's folders: training, and validation, test, or both.
 *
 * @param folders Names of the folders in `folder`.
 * @returns The paths of the splits. `undefined` unless there are a training split and another one. Then the folders
 *   are classes.
 * @throws {Error} if a split occurs twice, or there are other folders next to the splits.
 */
export function findParts(
  folder: string,
  folders: readonly string[],
): Partial<Record<PartName, string>> | undefined {
  const found = Object.entries(folderNames).flatMap(([part, names]) => {
    const matching = folders.filter((name) => names.includes(name.toLowerCase()));
    return matching.length > 0 ? [{ part, matching }] : [];
  });
  if (found[0]?.part !== 'train' || found.length < 2) return undefined;
  for (const { part, matching } of found)
    if (matching.length > 1)
      throw new Error(
        `Loading ${folder}: expected one folder of ${part} images but found ${listOf(matching)}. Merge them, or move one away.`,
      );
  const names = found.map(({ matching }) => matching[0]!);
  const others = folders.filter((name) => !names.includes(name));
  if (others.length > 0)
    throw new Error(
      `Loading ${folder}: expected only the folders ${listOf(names)} but also found ${others.join(', ')}. Move them away.`,
    );
  return Object.fromEntries(found.map(({ part, matching }) => [part, path.join(folder, matching[0]!)]));
}
