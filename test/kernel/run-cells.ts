import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Executed, executeNotebook } from '../../scripts/lessons/execute.js';
import { type Cell, codeCells, type Output, textOf, writeNotebook } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

export interface CellsRun extends Executed {
  /** Code cells after their execution. */
  cells: Cell[];
}

/** Runs cells in the real kernel, through the headless run, from a folder inside the project. */
export async function runCells(
  sources: readonly string[],
  { cellSeconds = 60, environment = {} }: { cellSeconds?: number; environment?: Record<string, string> } = {},
): Promise<CellsRun> {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'build', 'test-'));
  try {
    const source = path.join(folder, 'source.ipynb');
    writeNotebook(source, fromMarkdown(sources.map((code) => `\`\`\`ts\n${code}\n\`\`\``).join('\n')));
    const executed = await executeNotebook(source, path.join(folder, 'out.ipynb'), {
      cellSeconds,
      environment,
    });
    return { ...executed, cells: codeCells(executed.notebook) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text that a cell wrote to one of its streams. */
export function written(cell: Cell | undefined, name: 'stdout' | 'stderr'): string {
  const streams = cell?.outputs?.filter((output) => output.output_type === 'stream' && output.name === name);
  return (streams ?? []).map((output) => textOf(output.text)).join('');
}

/** The values that a cell displayed. */
export function displayed(cell: Cell | undefined): Output[] {
  return (cell?.outputs ?? []).filter((output) => output.output_type === 'display_data');
}
