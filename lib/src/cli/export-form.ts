import path from 'node:path';
import { usageError } from './exit-code.js';

/** What `mnist-lab export` can make of a model. */
export type ExportForm = 'module' | 'page' | 'onnx' | 'tfjs';

const endings: Readonly<Record<ExportForm, readonly string[]>> = {
  module: ['.ts', '.mts', '.cts'],
  page: ['.html', '.htm'],
  onnx: ['.onnx'],
  tfjs: [],
};

/**
 * What to make: what was asked for, else what the output's ending says, else a module.
 *
 * @throws {CommandError} if the ending says something else than was asked for, or nothing where nothing was.
 */
export function exportForm(to: ExportForm | undefined, output: string | undefined): ExportForm {
  if (output === undefined) return to ?? 'module';
  const ending = path.extname(output).toLowerCase();
  const fitting = (Object.keys(endings) as ExportForm[]).find((form) => endings[form].includes(ending));
  if (!to && !fitting)
    throw usageError(
      `Exporting a model: expected an output that ends in .ts, .html or .onnx, or --to module, page, onnx or tfjs, but found "${output}".`,
    );
  if (to && fitting && to !== fitting)
    throw usageError(
      `Exporting a model: expected --to ${to} to make ${endings[to][0] ?? 'a folder'} but found "${output}". Leave out --to or choose another name.`,
    );
  return to ?? fitting!;
}

/** A name for a file or folder here, of a model's name, which may come from a stranger and hold anything. */
export function fileNameOf(modelName: string): string {
  return (
    modelName
      .replace(/[^\p{L}\p{N}._ -]/gu, '-')
      .replace(/^[. -]+/, '')
      .slice(0, 100) || 'model'
  );
}
