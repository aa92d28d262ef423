/** Adjusts links in a notebook that is written to another folder. */

import path from 'node:path';
import { type Cell, type Notebook, textOf } from './notebook.js';

/** Maps the path of a link in the source to another path. */
export type Target = (file: string) => string;

/**
 * A copy whose links lead to the same files from another folder.
 *
 * @param from folder of the source
 * @param to folder of the copy
 * @param target maps links to other files
 */
export function relink(notebook: Notebook, from: string, to: string, target: Target): Notebook {
  const link = (written: string) => {
    const [, file = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(written) ?? [];
    const place = path.relative(to, target(path.resolve(from, decodeURI(file))));
    return `${encodeURI(place.split(path.sep).join('/'))}${anchor}`;
  };
  return { ...notebook, cells: notebook.cells.map((cell) => relinkCell(cell, link)) };
}

/** A Markdown link `[text](link)` that is neither a URL nor an anchor. */
const relativeLink = /\]\((?![a-z][a-z\d+.-]*:|#|\/)([^)\s]+)\)/gi;

function relinkCell(cell: Cell, link: (written: string) => string): Cell {
  if (cell.cell_type !== 'markdown') return cell;
  const text = textOf(cell.source).replace(relativeLink, (_, written: string) => `](${link(written)})`);
  return { ...cell, source: text.split(/(?<=\n)/) };
}
