import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedDataset } from '../dataset.js';
import { findIdxFiles, loadIdxFolder } from './load-idx-folder.js';
import { loadImageFolder } from './load-image-folder.js';

/** How a folder of the user's is read; only image files need any of it. */
export interface FolderOptions {
  /**
   * Height and width in pixels that images are scaled to, whatever their proportions. Defaults to the size
   * they have, which must be the same for all.
   */
  readonly imageShape?: readonly [rows: number, columns: number];
  /**
   * Part of the images set aside for testing where the folder has no `train` and `test`: a fraction, or a
   * number of images. Every class keeps its share. Defaults to 0.2.
   */
  readonly testShare?: number;
  /** Decides which images those are; any safe integer. Defaults to 1. */
  readonly seed?: number;
}

/**
 * Loads a dataset of the user's own from a folder of four idx files or of images by class.
 *
 * @throws {Error} If the folder holds neither, or something in it cannot be used.
 */
export async function loadFolder(folder: string, options: FolderOptions): Promise<LoadedDataset> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const about = { name: folder, title: path.basename(path.resolve(folder)) };
  if (findIdxFiles(files).length > 0) return { ...about, ...(await loadIdxFolder(folder, files)) };
  if (folders.length > 0) {
    const names = folders.map(({ name }) => name);
    return { ...about, ...(await loadImageFolder(folder, files, names, options)) };
  }
  throw new Error(
    `Cannot load ${folder}: found neither idx files (train-images-idx3-ubyte …) nor folders of images by class`,
  );
}
