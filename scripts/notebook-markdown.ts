/**
 * Converts a notebook to Markdown and back, for editing lessons in a text editor. Code is in ```ts fences.
 *
 *     tsx scripts/notebook-markdown.ts lesson.ipynb > lesson.md
 *     tsx scripts/notebook-markdown.ts lesson.md lesson.ipynb
 *
 * A line of three dashes separates two Markdown cells. Outputs of unchanged code are kept.
 */

import { existsSync, readFileSync } from 'node:fs';
import {
  type Cell,
  linesOf,
  type Notebook,
  readNotebook,
  textOf,
  writeNotebook,
} from './lessons/notebook.js';

export function toMarkdown(notebook: Notebook): string {
  const parts = notebook.cells.map((cell, at) => {
    const text = textOf(cell.source).trim();
    if (cell.cell_type === 'code') return `\`\`\`ts\n${text}\n\`\`\``;
    return notebook.cells[at - 1]?.cell_type === 'markdown' ? `---\n\n${text}` : text;
  });
  return `${parts.join('\n\n')}\n`;
}

export function fromMarkdown(markdown: string, previous?: Notebook): Notebook {
  const pieces = markdown.split(/^```ts\n([\s\S]*?)^```$/m);
  const cells = pieces.flatMap((piece, at) =>
    at % 2 === 1 ? [codeCell(piece.trim(), previous)] : piece.split(/^---$/m).flatMap(markdownCell),
  );
  return {
    cells: cells.map((cell, at) => ({ ...cell, id: `cell-${at + 1}` })),
    metadata: previous?.metadata ?? {
      kernelspec: { name: 'tslab', display_name: 'TypeScript (mnist-lab)', language: 'typescript' } as {
        name: string;
      },
      language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function markdownCell(text: string): Cell[] {
  return text.trim() ? [{ cell_type: 'markdown', metadata: {}, source: linesOf(text.trim()) }] : [];
}

function codeCell(source: string, previous?: Notebook): Cell {
  const same = previous?.cells.find(
    (cell) => cell.cell_type === 'code' && textOf(cell.source).trim() === source,
  );
  if (same) return { ...same, source: linesOf(source) };
  return { cell_type: 'code', metadata: {}, source: linesOf(source), execution_count: null, outputs: [] };
}

if (require.main === module) {
  const [source, target] = process.argv.slice(2);
  if (!source) throw new Error('Expected a notebook (.ipynb), or a Markdown file and the notebook to write.');
  if (source.endsWith('.ipynb')) process.stdout.write(toMarkdown(readNotebook(source)));
  else if (target) {
    const previous = existsSync(target) ? readNotebook(target) : undefined;
    writeNotebook(target, fromMarkdown(readFileSync(source, 'utf8'), previous));
  } else throw new Error('Expected a second argument: the notebook to write.');
}
