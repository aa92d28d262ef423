/** An executed notebook and its page, with links that hold where the two lie. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWholeFile } from '../../lib/src/files/write-whole-file.js';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { writeReport } from '../report/report.js';
import { type Notebook, writeNotebook } from './notebook.js';
import { committed, root } from './project.js';
import { relink } from './relink.js';

/** The page beside a notebook. */
export const pageOf = (notebook: string) => notebook.replace(/ipynb$/, 'html');

/** Where the notebooks of the lessons lie below the build folder, by where git has them. */
const builtLessons = new Map(
  lessons.map((lesson) => [committed(lesson), path.join('notebooks', lesson.notebook)]),
);

interface Pages {
  /** The notebook as its author left it: what its links are seen from. */
  readonly source: string;
  /** Path of the executed notebook below the build folder. */
  readonly target: string;
  /** The folder where the two are written; they are moved from there. */
  readonly written: string;
  /** The build folder, where they will lie. */
  readonly build: string;
}

/** Writes the notebook and its page. Links to lessons lead to the built ones, as those of the same run will be there. */
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

/** Lets links to lessons that were not built, after all, lead to the notebooks in git. */
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
