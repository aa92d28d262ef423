import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { writeNotebook } from '../../../scripts/lessons/notebook.js';
import { root } from '../../../scripts/lessons/project.js';
import { fromMarkdown } from '../../../scripts/notebook-markdown.js';

/**
 * A notebook with these cells, in a folder inside the project that is removed after the test.
 *
 * @param tags Tags of the first cell.
 */
export function writeCells(cells: readonly string[], tags: readonly string[] = []): string {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'build', 'test-cells-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'cells.ipynb');
  const notebook = fromMarkdown(cells.map((code) => `\`\`\`ts\n${code}\n\`\`\``).join('\n'));
  if (tags.length > 0) notebook.cells[0]!.metadata = { tags };
  writeNotebook(file, notebook);
  return file;
}
