import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadProgress } from '../../datasets/acquisition/progress.js';
import { datasetEntry, datasetNames } from '../../datasets/catalogue.js';
import { type DatasetEntry, type DatasetFile, filesOf } from '../../datasets/catalogue-entry.js';
import { datasetLocation, type LocationOptions } from '../../datasets/dataset-files.js';
import { verifyDataset } from '../../datasets/verify-dataset.js';
import { ProgressLine } from '../../terminal/progress-line.js';
import { formatBytes, formatTable } from '../../text/format.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { exitCode } from '../exit-code.js';
import { checkDatasetNames, describeDownload } from '../load-for-command.js';
import { readLocation } from '../shared-options.js';

/** `mnist-lab datasets list` */
export async function listDatasets(_values: readonly [], options: ParsedOptions): Promise<CommandResult> {
  const location = readLocation(options);
  const datasets = await Promise.all(
    datasetNames.map(async (name) => {
      const entry = datasetEntry(name);
      const folder = (await foldersOf(entry, location)).find(({ has }) => has.every(Boolean))?.folder;
      const bytes = filesOf(entry).reduce((sum, file) => sum + file.bytes, 0);
      const { title, description, classNames } = entry;
      return { name, title, description, classNames, bytes, folder: folder ?? null };
    }),
  );
  const rows = datasets.map(({ name, title, classNames, bytes, folder }) => [
    name,
    title,
    `${classNames.length}`,
    formatBytes(bytes),
    folder ?? `not downloaded: mnist-lab datasets download ${name}`,
  ]);
  const text = formatTable([['NAME', 'TITLE', 'CLASSES', 'SIZE', 'FOLDER'], ...rows], [2, 3]);
  return { data: { datasets }, text };
}

/** `mnist-lab datasets download` */
export async function downloadDatasets(
  [names]: readonly [readonly string[]],
  options: ParsedOptions,
  { terminal, signal }: CommandContext,
): Promise<CommandResult> {
  const location = readLocation(options);
  const chosen = names.includes('all') ? datasetNames : names;
  checkDatasetNames(chosen);
  const { downloadDataset } = await import('../../datasets/download-dataset.js');
  const datasets = [];
  const progress = new ProgressLine(terminal.progress);
  try {
    for (const name of new Set(chosen)) {
      const onProgress = (now: DownloadProgress) => progress.update(describeDownload(now));
      const acquired = await downloadDataset(name, { ...location, signal, onProgress });
      datasets.push(acquired);
      const what =
        acquired.downloaded.length > 0 ? 'downloaded and verified' : 'already downloaded, verified';
      progress.line(`${name}: ${what}`);
    }
  } finally {
    progress.clear();
  }
  const rows = datasets.map(({ name, cache }) => [name, cache]);
  return { data: { datasets }, text: formatTable(rows) };
}

/** `mnist-lab datasets verify` */
export async function verifyDatasets(
  [names]: readonly [readonly string[]],
  options: ParsedOptions,
): Promise<CommandResult> {
  const location = readLocation(options);
  checkDatasetNames(names);
  const chosen = names.length > 0 ? names : await namesWithFiles(location);
  const found = await Promise.all(
    chosen.map(async (name) => {
      const states = await verifyDataset(name, location);
      return states.map(({ file, ...state }) => ({ dataset: name, file: file.name, ...state }));
    }),
  );
  const files = found.flat();
  if (files.length === 0) {
    const text =
      'No datasets found on this machine. Run `mnist-lab datasets download mnist fashion-mnist`.\n';
    return { data: { files }, text, exitCode: exitCode.failed };
  }
  const rows = files.map(({ dataset, file, state, problem }) => [
    dataset,
    file,
    problem ?? (state === 'sizeOnly' ? 'correct size, checksum unknown' : state),
  ]);
  const sound = files.every(({ state }) => state === 'verified' || state === 'sizeOnly');
  return { data: { files }, text: formatTable(rows), exitCode: sound ? exitCode.done : exitCode.failed };
}

/** `mnist-lab datasets path` */
export async function showPaths([name]: readonly [string?], options: ParsedOptions): Promise<CommandResult> {
  const location = readLocation(options);
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

/** The folders in which a dataset may be, the user's folder first, and which files each folder has. */
async function foldersOf(entry: DatasetEntry, location: LocationOptions) {
  const { given, cache } = datasetLocation(entry.name, location);
  const folders = given === undefined ? [cache] : [given, cache];
  return await Promise.all(
    folders.map(async (folder) => ({
      folder,
      has: await Promise.all(filesOf(entry).map((file) => hasFile(folder, file))),
    })),
  );
}

async function namesWithFiles(location: LocationOptions): Promise<string[]> {
  const found = await Promise.all(datasetNames.map((name) => foldersOf(datasetEntry(name), location)));
  return datasetNames.filter((_, index) => found[index]!.some(({ has }) => has.some(Boolean)));
}

async function hasFile(folder: string, { name }: DatasetFile): Promise<boolean> {
  const isThere = (file: string) => stat(path.join(folder, file)).then(Boolean, () => false);
  return (await isThere(name)) || (await isThere(`${name}.gz`));
}
