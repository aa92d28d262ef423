/**
 * Folded parts of a lesson's text. nbconvert closes every element at the end of a block of Markdown, and with it what
 * `<details>` was to fold; so marks go through it in its place, as paragraphs of their own.
 */

import { type Notebook, textOf } from '../lessons/notebook.js';

const opening = 'FOLD-BEGINS-HERE';
const closing = 'FOLD-ENDS-HERE';

/** A copy of a notebook with marks where its text has folds. */
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

/** The folds in a page that was made with marks. */
export function foldMarked(html: string): string {
  return html
    .replaceAll(new RegExp(`<p>${opening} (.*?)</p>`, 'g'), '<details class="fold"><summary>$1</summary>')
    .replaceAll(`<p>${closing}</p>`, '</details>');
}
