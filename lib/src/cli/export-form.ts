import path from 'node:path';
import { usageError } from './command-error.js';

/** What `mnist-lab export` can make of a model. */
export type ExportForm = 'module' | 'page' | 'tfjs';

const endings: Readonly<Record<ExportForm, readonly string[]>> = {
  module: ['.ts', '.mts', '.cts'],
  page: ['.html', '.htm'],
  tfjs: [],
};

/**
 * What to make: what was asked for, else what the output's ending says, else a module.
 *
 * @throws {CommandError} If the ending says something else than was asked for, or nothing where nothing was.
 */
export function exportForm(to: ExportForm | undefined, output: string | undefined): ExportForm {
  if (output === undefined) return to ?? 'module';
  const ending = path.extname(output).toLowerCase();
  const fitting = (Object.keys(endings) as ExportForm[]).find((form) => endings[form].includes(ending));
  if (!to && !fitting)
    throw usageError(
      `Cannot tell from "${output}" what to make, wanted a name that ends in .ts or .html, or --to module, page or tfjs.`,
    );
  if (to && fitting && to !== fitting)
    throw usageError(
      `--to ${to} does not make ${ending} files, wanted ${endings[to][0] ?? 'a folder'}. Leave out --to or choose another name.`,
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
