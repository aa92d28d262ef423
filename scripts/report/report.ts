/**
 * Writes a notebook as a self-contained HTML file: nbconvert with the project's template, and a single copy
 * of plotly.js.
 */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { transformSync } from 'esbuild';
import { colourVariables, lessonPageColours } from '../../lib/src/colours/themes.js';
import { plotlyConfig } from '../../lib/src/figures/figure.js';
import { streamCommand } from '../../lib/src/system/child-process.js';
import { type Notebook, textOf, writeNotebook } from '../lessons/notebook.js';
import { python } from '../lessons/project.js';
import { figureColours } from './figure-colours.js';

/** Writes the HTML page of an executed notebook. */
export async function writeReport(notebook: Notebook, target: string): Promise<void> {
  const source = `${target}.ipynb`;
  writeNotebook(source, withMarks(notebook));
  try {
    const page = streamCommand(python, [
      ...['-m', 'nbconvert', '--to', 'html', '--stdout', '--log-level', 'ERROR'],
      ...['--template', 'template', `--TemplateExporter.extra_template_basedirs=${__dirname}`],
      '--HTMLExporter.embed_images=True',
      source,
    ]);
    writeFileSync(target, completeReport(foldMarked(await text(page))));
  } finally {
    rmSync(source, { force: true });
  }
}

/** Fills title, colours, table of contents and plotly.js into the template's output. */
export function completeReport(html: string): string {
  const withoutAnchors = html.replace(/<a class="anchor-link".*?<\/a>/gs, '');
  const headings = [...withoutAnchors.matchAll(/<h([1-3]) id="([^"]+)">(.*?)<\/h\1>/gs)].map(
    ([, level, id, inner]) => ({
      level: Number(level),
      id: id!,
      text: inner!.replace(/<[^>]*>/g, '').trim(),
    }),
  );
  const title = headings.find(({ level }) => level === 1)?.text ?? 'Notebook';
  const contents = headings
    .filter(({ level }) => level > 1)
    .map(
      ({ level, id, text }) =>
        `<li class="level-${level}"><a href="#${id.replaceAll('%', '%25')}">${text}</a></li>`,
    );
  const parts: Record<string, string> = {
    '%title%': title,
    '%colours%': `${colourVariables(lessonPageColours)}\n${figureColours()}`,
    '%contents%': `<ol>\n${contents.join('\n')}\n</ol>`,
    '%config%': JSON.stringify(plotlyConfig),
    '%plotly%': plotlySource(),
  };
  // Use a function, because dollar signs in the source of plotly.js have a meaning in replacement strings.
  return withoutAnchors.replace(/%(title|colours|contents|config|plotly)%/g, (mark) => parts[mark]!);
}

let minified: string | undefined;

/** plotly.js, minified to a third of its size. */
function plotlySource(): string {
  const file = createRequire(path.join(__dirname, 'report.ts')).resolve('plotly.js-dist');
  minified ??= transformSync(readFileSync(file, 'utf8'), { minify: true, legalComments: 'inline' }).code;
  return minified.replaceAll('</script', '<\\/script');
}

// nbconvert closes all elements at the end of a Markdown block, which breaks `<details>`. So markers in
// separate paragraphs replace it.
const opening = 'FOLD-BEGINS-HERE';
const closing = 'FOLD-ENDS-HERE';

/** A copy of a notebook with markers instead of folds. */
function withMarks(notebook: Notebook): Notebook {
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
function foldMarked(html: string): string {
  return html
    .replaceAll(new RegExp(`<p>${opening} (.*?)</p>`, 'g'), '<details class="fold"><summary>$1</summary>')
    .replaceAll(`<p>${closing}</p>`, '</details>');
}
