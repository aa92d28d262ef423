/**
 * Folded sections of a lesson's text. nbconvert closes all elements at the end of a Markdown block, which
 * breaks `<details>`. So markers in separate paragraphs replace it.
 */

import { type Notebook, textOf } from '../lessons/notebook.js';

const opening = 'FOLD-BEGINS-HERE';
const closing = 'FOLD-ENDS-HERE';

/** A copy of a notebook with markers instead of folds. */
export function withMarks(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'markdown' ? { ...cell, source: markFolds(textOf(cell.source)) } : cell,
  );
  return { ...notebook, cells };
}

function markFolds(markdown: string): string {
  return markdown
    .replace(/^<details><summary>(.*)<\/summary>$/gm, `${opening} $1\n`)
    .replace(/^<\/details>$/gm, `\n${closing}\n`);
}

/** Replaces the markers in a page with folds. */
export function foldMarked(html: string): string {
  return html
    .replaceAll(new RegExp(`<p>${opening} (.*?)</p>`, 'g'), '<details class="fold"><summary>$1</summary>')
    .replaceAll(`<p>${closing}</p>`, '</details>');
}
