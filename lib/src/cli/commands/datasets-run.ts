import { stat } from 'node:fs/promises';
import path from 'node:path';
import { datasetEntry, datasetNames } from '../../datasets/catalogue.js';
import type { DatasetEntry, DatasetFile } from '../../datasets/catalogue-entry.js';
import { datasetLocation, type LocationOptions } from '../../datasets/location.js';
import { readVerifiedFile } from '../../datasets/verified-file.js';
import type { CommandResult } from '../command.js';
import { checkDatasetNames } from '../dataset-argument.js';
import { exitCode } from '../exit-code.js';
import { formatBytes, formatTable } from '../format.js';

type FileState = 'verified' | 'missing' | 'wrong';

/** `mnist-lab datasets list` */
export async function listDatasets(location: LocationOptions): Promise<CommandResult> {
  const datasets = await Promise.all(
    datasetNames.map(async (name) => {
      const entry = datasetEntry(name);
      const folder = await folderWithFiles(entry, location);
      const bytes = Object.values(entry.files).reduce((sum, file) => sum + file.bytes, 0);
      const { title, description, classNames } = entry;
      return { name, title, description, classNames, bytes, folder: folder ?? null };
    }),
  );
  const rows = datasets.map(({ name, title, classNames, bytes, folder }) => [
    name,
    title,
    `${classNames.length}`,
    formatBytes(bytes),
    folder ?? `not here: mnist-lab datasets fetch ${name}`,
  ]);
  const text = formatTable([['NAME', 'TITLE', 'CLASSES', 'SIZE', 'FOLDER'], ...rows], [2, 3]);
  return { data: { datasets }, text };
}

/** `mnist-lab datasets verify` */
export async function verifyDatasets(
  names: readonly string[],
  location: LocationOptions,
): Promise<CommandResult> {
  checkDatasetNames(names);
  const chosen = names.length > 0 ? names : await namesWithFiles(location);
  const files = [];
  for (const entry of chosen.map(datasetEntry)) {
    for (const file of Object.values(entry.files)) {
      files.push({ dataset: entry.name, file: file.name, ...(await verify(entry, file, location)) });
    }
  }
  if (files.length === 0) {
    const text = 'No dataset is on this machine yet. Run `mnist-lab datasets fetch all`.\n';
    return { data: { files }, text, exitCode: exitCode.failed };
  }
  const rows = files.map(({ dataset, file, state, problem }) => [dataset, file, problem ?? state]);
  const sound = files.every(({ state }) => state === 'verified');
  return { data: { files }, text: formatTable(rows), exitCode: sound ? exitCode.done : exitCode.failed };
}

/** `mnist-lab datasets where` */
export async function whereDatasets(
  name: string | undefined,
  location: LocationOptions,
): Promise<CommandResult> {
  checkDatasetNames(name === undefined ? [] : [name]);
  const datasets = (name === undefined ? datasetNames : [name]).map((each) => {
    const { given, cache } = datasetLocation(each, location);
    return { name: each, given: given ?? null, cache };
  });
  const rows = datasets.flatMap(({ name: each, given, cache }) => [
    ...(given ? [[each, 'yours', given]] : []),
    [each, 'cache', cache],
  ]);
  return { data: { datasets }, text: formatTable(rows) };
}

async function verify(
  entry: DatasetEntry,
  file: DatasetFile,
  location: LocationOptions,
): Promise<{ state: FileState; folder?: string; problem?: string }> {
  for (const folder of folders(entry, location)) {
    try {
      if (await readVerifiedFile(folder, file)) return { state: 'verified', folder };
    } catch (error) {
      return { state: 'wrong', folder, problem: (error as Error).message };
    }
  }
  return { state: 'missing' };
}

function folders(entry: DatasetEntry, location: LocationOptions): string[] {
  const { given, cache } = datasetLocation(entry.name, location);
  return given === undefined ? [cache] : [given, cache];
}

/** The folder that holds all four files, plain or gzipped, as far as their names tell. */
async function folderWithFiles(entry: DatasetEntry, location: LocationOptions): Promise<string | undefined> {
  for (const folder of folders(entry, location)) {
    const there = await Promise.all(Object.values(entry.files).map((file) => hasFile(folder, file)));
    if (there.every(Boolean)) return folder;
  }
  return undefined;
}

async function namesWithFiles(location: LocationOptions): Promise<string[]> {
  const there = await Promise.all(
    datasetNames.map(async (name) => {
      const entry = datasetEntry(name);
      const files = folders(entry, location).flatMap((folder) =>
        Object.values(entry.files).map((file) => hasFile(folder, file)),
      );
      return (await Promise.all(files)).some(Boolean);
    }),
  );
  return datasetNames.filter((_, index) => there[index]);
}

async function hasFile(folder: string, { name }: DatasetFile): Promise<boolean> {
  const isThere = (file: string) => stat(path.join(folder, file)).then(Boolean, () => false);
  return (await isThere(name)) || (await isThere(`${name}.gz`));
}
