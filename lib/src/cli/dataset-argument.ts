import { existsSync } from 'node:fs';
import { Option } from 'commander';
import { datasetNames, isDatasetName } from '../datasets/catalogue.js';
import type { LocationOptions } from '../datasets/location.js';
import { didYouMean } from '../text/suggest.js';
import type { ParsedOptions } from './command.js';
import { usageError } from './command-error.js';

/** The options by which every command that reads datasets can be told where they lie. */
export function locationOptions(): Option[] {
  return [
    new Option('--data <folder>', 'folder that holds mnist/, fashion-mnist/ …, read only').env(
      'MNIST_LAB_DATA',
    ),
    new Option('--cache <folder>', 'folder in which verified downloads are kept'),
  ];
}

/** What `locationOptions` were given, as the library takes it. */
export function readLocation(options: ParsedOptions): LocationOptions {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return { directory: text(options.data), cacheDirectory: text(options.cache) };
}

/**
 * Checks names of datasets against the catalogue.
 *
 * @throws {CommandError} if one is unknown; the message suggests the nearest name and lists all.
 */
export function checkDatasetNames(names: readonly string[]): void {
  for (const name of names) {
    if (isDatasetName(name)) continue;
    const suggestion = didYouMean(name, datasetNames);
    throw usageError(`Unknown dataset "${name}".${suggestion} Known: ${datasetNames.join(', ')}.`);
  }
}

/**
 * Checks what is either a name of the catalogue or a folder.
 *
 * @throws {CommandError} if it is neither.
 */
export function checkDatasetOrFolder(nameOrFolder: string): void {
  if (isDatasetName(nameOrFolder) || existsSync(nameOrFolder)) return;
  const suggestion = didYouMean(nameOrFolder, datasetNames);
  const known = `Wanted one of ${datasetNames.join(', ')}, or a folder.`;
  throw usageError(`There is no dataset and no folder "${nameOrFolder}".${suggestion} ${known}`);
}
