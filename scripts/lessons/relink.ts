/** Links in a notebook that was written to another folder than that of its source. */

import path from 'node:path';
import { type Cell, type Notebook, textOf } from './notebook.js';

/** Where a link that is no address leads to: a path, for the path that it has in the source. */
export type Target = (file: string) => string;

/**
 * A copy whose links lead to where those of the source do, seen from another folder.
 *
 * @param from folder of the source
 * @param to folder of the copy
 * @param target where the copy's links are to lead instead, if not to the same file
 */
export function relink(notebook: Notebook, from: string, to: string, target: Target): Notebook {
  const link = (written: string) => {
    const [, file = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(written) ?? [];
    const place = path.relative(to, target(path.resolve(from, decodeURI(file))));
    return `${encodeURI(place.split(path.sep).join('/'))}${anchor}`;
  };
  return { ...notebook, cells: notebook.cells.map((cell) => relinkCell(cell, link)) };
}

/** Markdown's `[text](link)`, where the link is neither an address nor an anchor. */
const relativeLink = /\]\((?![a-z][a-z\d+.-]*:|#|\/)([^)\s]+)\)/gi;

function relinkCell(cell: Cell, link: (written: string) => string): Cell {
  if (cell.cell_type !== 'markdown') return cell;
  const text = textOf(cell.source).replace(relativeLink, (_, written: string) => `](${link(written)})`);
  return { ...cell, source: text.split(/(?<=\n)/) };
}
