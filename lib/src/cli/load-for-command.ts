import type { LoadedDataset } from '../datasets/dataset.js';
import type { LoadOptions } from '../datasets/load-dataset.js';
import { ProgressLine } from '../terminal/progress-line.js';
import type { CommandContext } from './command.js';
import { inputError } from './command-error.js';
import { checkDatasetOrFolder } from './dataset-argument.js';
import { describeDownload } from './describe-download.js';

/**
 * Loads a dataset by its name in the catalogue, downloading it where needed, or from a folder.
 *
 * @throws {CommandError} if it is neither a known name nor a folder, or cannot be read.
 */
export async function loadForCommand(
  nameOrFolder: string,
  options: LoadOptions,
  { terminal, signal }: CommandContext,
): Promise<LoadedDataset> {
  checkDatasetOrFolder(nameOrFolder);
  const { loadDataset } = await import('../datasets/load-dataset.js');
  const progress = new ProgressLine(terminal.progress);
  try {
    return await loadDataset(nameOrFolder, {
      ...options,
      signal,
      onProgress: (now) => progress.update(describeDownload(now)),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw inputError((error as Error).message, error);
  } finally {
    progress.clear();
  }
}
