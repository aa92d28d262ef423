import type { ExportedFile } from '../../export/exported-file.js';
import type { Precision } from '../../export/network-data.js';
import type { CommandResult, ParsedOptions } from '../command.js';
import { usageError } from '../command-error.js';
import { formatBytes, formatTable } from '../format.js';
import { loadModelForCommand } from '../load-model-for-command.js';

/** Loads the model and writes it in the form asked for. */
export async function runExport(directory: string, options: ParsedOptions): Promise<CommandResult> {
  const {
    to = 'module',
    precision,
    output,
  } = options as { to?: string; precision?: Precision; output?: string };
  if (to !== 'module' && precision) throw usageError('--precision needs --to module.');
  const { exportBrowserModel, exportInferenceModule, modelMetadata } = await import('../../index.js');
  const model = await loadModelForCommand(directory);
  const { name } = modelMetadata(model);
  const files: ExportedFile[] =
    to === 'tfjs'
      ? await exportBrowserModel(model, output ?? name)
      : [await exportInferenceModule(model, output ?? `${name}.ts`, precision ? { precision } : {})];
  return {
    data: { to, files },
    text: formatTable(
      files.map(({ file, bytes }) => [file, formatBytes(bytes)]),
      [1],
    ),
  };
}
