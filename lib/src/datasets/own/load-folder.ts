import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedDataset } from '../dataset.js';
import type { FolderOptions } from './folder-options.js';
import { isLeftBySystem } from './left-by-systems.js';
import { findIdxFiles, loadIdxFolder } from './load-idx-folder.js';
import { loadImageFolder } from './load-image-folder.js';

/**
 * Loads a dataset of the user's own from a folder of four idx files or of images by class.
 *
 * @throws {Error} if the folder holds neither, or something in it cannot be used.
 */
export async function loadFolder(folder: string, options: FolderOptions): Promise<LoadedDataset> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory() && !isLeftBySystem(entry.name));
  const about = { name: folder, title: path.basename(path.resolve(folder)) };
  if (findIdxFiles(files).length > 0) return { ...about, ...(await loadIdxFolder(folder, files)) };
  if (folders.length > 0) return { ...about, ...(await loadImageFolder(folder, options)) };
  throw new Error(
    `Loading ${folder}: expected idx files (train-images-idx3-ubyte …) or folders of images by class but found neither.`,
  );
}
