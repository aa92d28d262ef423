/** Writes an executed notebook and its HTML page, with links adjusted to their location. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWholeFile } from '../../lib/src/files/write-whole-file.js';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { writeReport } from '../report/report.js';
import { type Cell, linesOf, type Notebook, textOf, writeNotebook } from './notebook.js';
import { committed, root } from './project.js';

/** The HTML page of a notebook. */
export const pageOf = (notebook: string) => notebook.replace(/ipynb$/, 'html');

/** Paths of the lessons' notebooks in the build folder, by their path in git. */
const builtLessons = new Map(
  lessons.map((lesson) => [committed(lesson), path.join('notebooks', lesson.notebook)]),
);

interface Pages {
  /** The original notebook, which its links are relative to. */
  readonly source: string;
  /** Path of the executed notebook in the build folder. */
  readonly target: string;
  /** The temporary folder to which both are written. */
  readonly written: string;
  /** The build folder, to which they are moved. */
  readonly build: string;
}

/**
 * Writes the notebook and its page. Links to lessons lead to the lessons in the build folder, which the same
 * run produces.
 */
export async function writePages(
  notebook: Notebook,
  { source, target, written, build }: Pages,
): Promise<void> {
  const linked = (form: (file: string) => string) =>
    relink(notebook, path.dirname(source), path.dirname(path.join(build, target)), (file) =>
      placeOf(file, build, form),
    );
  writeNotebook(path.join(written, target), linked(asItIs));
  await writeReport(linked(pageOf), path.join(written, pageOf(target)));
}

const asItIs = (file: string) => file;

function placeOf(file: string, build: string, form: (file: string) => string): string {
  const lesson = builtLessons.get(file);
  if (lesson) return path.join(build, form(lesson));
  const inBuild = path.relative(path.join(root, 'build'), file);
  return inBuild.startsWith('..') ? file : path.join(build, inBuild);
}

/** Makes links to lessons that are not in the build folder point to their notebooks in git. */
export function mendLinks(target: string, build: string): void {
  for (const [source, lesson] of builtLessons) {
    if (existsSync(path.join(build, pageOf(lesson)))) continue;
    for (const form of [asItIs, pageOf]) {
      const file = path.join(build, form(target));
      const seen = (place: string) => path.relative(path.dirname(file), place);
      const [dead, living] = [seen(path.join(build, form(lesson))), seen(source)];
      const text = readFileSync(file, 'utf8')
        .replaceAll(`](${dead})`, `](${living})`)
        .replaceAll(`href="${dead}"`, `href="${living}"`);
      writeWholeFile(file, text, 'Writing the page of a notebook');
    }
  }
}

/** Maps the path of a link in the source to another path. */
type Target = (file: string) => string;

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

/** A Markdown link `[text](link)` with a relative path: no URL, anchor or absolute path. */
const relativeLink = /\]\((?![a-z][a-z\d+.-]*:|#|\/)([^)\s]+)\)/gi;

function relinkCell(cell: Cell, link: (written: string) => string): Cell {
  if (cell.cell_type !== 'markdown') return cell;
  const text = textOf(cell.source).replace(relativeLink, (_, written: string) => `](${link(written)})`);
  return { ...cell, source: linesOf(text) };
}

/**
 * A copy with a note below its title that it was run with other parameters, so that its outputs may differ
 * from the text.
 * @param values name and value of each parameter that was set externally. Without any, no note is added
 */
export function noteValues(notebook: Notebook, values: Readonly<Record<string, unknown>>): Notebook {
  const said = Object.entries(values).map(([name, value]) => `\`${name} = ${JSON.stringify(value)}\``);
  if (said.length === 0) return notebook;
  const note =
    `> **A short run**, with ${said.join(', ')}. The text describes the full run, ` +
    'so its numbers and its remarks on charts do not match this page.';
  const [first, ...others] = notebook.cells;
  if (first?.cell_type !== 'markdown') {
    const cell = { cell_type: 'markdown' as const, id: 'short-run', metadata: {}, source: [note] };
    return { ...notebook, cells: [cell, ...notebook.cells] };
  }
  const text = textOf(first.source).replace(/^(# .*\n)?/, (title) => `${title && `${title}\n`}${note}\n\n`);
  return { ...notebook, cells: [{ ...first, source: linesOf(text) }, ...others] };
}
