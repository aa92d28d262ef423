/** Checks that an executed notebook shows all expected figures and tables completely. */

import { type Notebook, type Output, textOf } from './notebook.js';
import type { Problem } from './problem.js';

/** Names of the figures in an executed notebook, in order. */
export function figuresOf(notebook: Notebook): string[] {
  return outputsOf(notebook).flatMap((output) => output.metadata?.mnist_lab?.figure ?? []);
}

/** Whether figures lack their PNG because there is no browser, as reported by `show`. */
export function lacksPictures(notebook: Notebook): boolean {
  return outputsOf(notebook).some((output) => output.metadata?.mnist_lab?.undrawn === true);
}

/** Number of data frames in an executed notebook. */
export function tablesOf(notebook: Notebook): number {
  return outputsOf(notebook).filter((output) => output.metadata?.mnist_lab?.table !== undefined).length;
}

/** @param pictures whether every figure must have its PNG */
export function checkFigures(notebook: Notebook, pictures: boolean): Problem[] {
  const found = figuresOf(notebook);
  const missing = (notebook.metadata.mnist_lab?.figures ?? []).filter((name) => !found.includes(name));
  const twice = found.filter((name, at) => found.indexOf(name) !== at);
  const shown = found.join(', ') || 'none';
  return [
    ...missing.map((name) => ({
      kind: 'figure missing' as const,
      message: `Figure "${name}" is missing. The notebook shows: ${shown}.`,
    })),
    ...twice.map((name) => ({
      kind: 'figure twice' as const,
      message: `Figure "${name}" is shown twice. Give one of them another name.`,
    })),
    ...outputsOf(notebook).flatMap((output) => checkFigure(output, pictures)),
  ];
}

function checkFigure(output: Output, pictures: boolean): Problem[] {
  const name = output.metadata?.mnist_lab?.figure;
  if (name === undefined) return [];
  return lacks(output, pictures).map((part) => ({
    kind: 'figure incomplete',
    message: `Figure "${name}" has no ${part}.`,
  }));
}

/** Ends the message about a figure without a PNG. The output of the first figure's cell explains why. */
const missingPicture = 'PNG image, because no browser was found. Install Chrome, Chromium or Edge';

function lacks({ data = {} }: Output, pictures: boolean): string[] {
  const plot = data['application/vnd.plotly.v1+json'] as { data?: unknown[] } | undefined;
  const png = Buffer.from(textOf(data['image/png']), 'base64');
  const isPng = png.subarray(1, 4).toString() === 'PNG' && png.length > 500;
  return [
    ...(plot?.data?.length ? [] : ['plot']),
    ...(isPng || !pictures ? [] : [missingPicture]),
    ...(textOf(data['text/plain']).trim() ? [] : ['description']),
  ];
}

export function checkTables(notebook: Notebook): Problem[] {
  const expected = notebook.metadata.mnist_lab?.tables;
  const found = tablesOf(notebook);
  const problems: Problem[] = [];
  if (expected !== undefined && found !== expected)
    problems.push({ kind: 'number of tables', message: `Expected ${expected} tables but found ${found}.` });
  for (const output of outputsOf(notebook)) {
    const columns = output.metadata?.mnist_lab?.table;
    if (columns !== undefined && !textOf(output.data?.['text/html']).includes('<td'))
      problems.push({ kind: 'empty table', message: `The table with the columns ${columns} has no rows.` });
  }
  return problems;
}

function outputsOf(notebook: Notebook): Output[] {
  return notebook.cells.flatMap((cell) => cell.outputs ?? []);
}
