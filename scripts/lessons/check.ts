/** Whether a notebook was executed as it should be: tslab hides failures from nbconvert, so it is looked at here. */

import { type Cell, codeCells, type Notebook, type Output, textOf } from './notebook.js';

/** Something wrong with an executed notebook. */
export interface Problem {
  message: string;
  /** Source of the cell it is about. */
  source?: string;
}

export interface CheckOptions {
  /** Whether every figure must have its PNG; a machine without a browser cannot draw them. Defaults to `true`. */
  pictures?: boolean;
  /** What nbconvert said when it gave up, for a cell that says nothing itself. */
  failure?: string;
}

/** Everything that is wrong with an executed notebook; empty if nothing is. */
export function checkNotebook(
  notebook: Notebook,
  { pictures = true, failure = '' }: CheckOptions = {},
): Problem[] {
  const cells = codeCells(notebook);
  // The first cell that fails ends the run: that the later ones did not run says nothing more.
  const last = cells.findIndex((cell) => typeof cell.execution_count !== 'number');
  const problems = cells.slice(0, last < 0 ? undefined : last + 1).flatMap((cell, position) => {
    const outputs = (cell.outputs ?? []).flatMap(checkOutput);
    // A cell that took too long is interrupted, and what it says of that is not the reason.
    const isLate = position === last && failure.startsWith('CellTimeoutError');
    const run = outputs.length === 0 || isLate ? checkRun(cell, position, failure) : [];
    const messages = [...run, ...outputs];
    return messages.map((message) => ({ message, source: textOf(cell.source) }));
  });
  if (last >= 0) {
    const rest = cells.length - last - 1;
    if (rest > 0) problems.push({ message: `${rest} cells after it did not run.`, source: '' });
    return problems;
  }
  if (cells.length === 0) problems.push({ message: 'The notebook has no code cell.', source: '' });
  return [...problems, ...checkFigures(notebook, pictures), ...checkTables(notebook)];
}

function checkRun(cell: Cell, position: number, failure: string): string[] {
  const found = cell.execution_count;
  if (typeof found !== 'number') return [`The cell did not run to its end. ${failure}`.trim()];
  const messages = found === position + 1 ? [] : [`The cell ran as number ${found}, not ${position + 1}.`];
  const shown = (cell.outputs ?? []).some((output) => output.output_type === 'display_data');
  if (/\bshow\(/.test(textOf(cell.source)) && !shown)
    messages.push('The cell calls show() but shows nothing.');
  return messages;
}

function checkOutput(output: Output): string[] {
  if (output.output_type === 'error') return [`The cell failed: ${output.ename}: ${output.evalue}`];
  const text = textOf(output.text);
  if (output.output_type === 'stream' && output.name === 'stderr')
    return [`The cell wrote to stderr:\n${text}`];
  if (/^Promise \{/m.test(text)) return [`The cell printed a promise: is an await missing?\n${text}`];
  if (/ left$/.test(textOf(output.data?.['text/plain'])))
    return ['The cell ended with its training under way.'];
  return [];
}

/** Names of the figures an executed notebook shows, in order. */
export function figuresOf(notebook: Notebook): string[] {
  return outputsOf(notebook).flatMap((output) => output.metadata?.mnist_lab?.figure ?? []);
}

/** Number of data frames an executed notebook shows. */
export function tablesOf(notebook: Notebook): number {
  return outputsOf(notebook).filter((output) => output.metadata?.mnist_lab?.table !== undefined).length;
}

function checkFigures(notebook: Notebook, pictures: boolean): Problem[] {
  const found = figuresOf(notebook);
  const missing = (notebook.metadata.mnist_lab?.figures ?? []).filter((name) => !found.includes(name));
  const twice = found.filter((name, at) => found.indexOf(name) !== at);
  const incomplete = outputsOf(notebook).flatMap((output) => {
    const name = output.metadata?.mnist_lab?.figure;
    return name === undefined
      ? []
      : lacks(output, pictures).map((part) => `Figure "${name}" has no ${part}.`);
  });
  return [
    ...missing.map((name) => `Figure "${name}" is missing; shown are: ${found.join(', ') || 'none'}.`),
    ...twice.map((name) => `Figure "${name}" is shown twice; give one of them another name.`),
    ...incomplete,
  ].map((message) => ({ message }));
}

function lacks({ data = {} }: Output, pictures: boolean): string[] {
  const plot = data['application/vnd.plotly.v1+json'] as { data?: unknown[] } | undefined;
  const png = Buffer.from(textOf(data['image/png']), 'base64');
  const isPng = png.subarray(1, 4).toString() === 'PNG' && png.length > 500;
  return [
    ...(plot?.data?.length ? [] : ['plot']),
    ...(isPng || !pictures ? [] : ['picture (PNG)']),
    ...(textOf(data['text/plain']).trim() ? [] : ['description']),
  ];
}

function checkTables(notebook: Notebook): Problem[] {
  const expected = notebook.metadata.mnist_lab?.tables;
  const problems: Problem[] = [];
  if (expected !== undefined && tablesOf(notebook) !== expected) {
    problems.push({ message: `Expected ${expected} tables but found ${tablesOf(notebook)}.` });
  }
  for (const output of outputsOf(notebook)) {
    const columns = output.metadata?.mnist_lab?.table;
    if (columns !== undefined && !textOf(output.data?.['text/html']).includes('<td')) {
      problems.push({ message: `The table with the columns ${columns} has no rows.` });
    }
  }
  return problems;
}

function outputsOf(notebook: Notebook): Output[] {
  return notebook.cells.flatMap((cell) => cell.outputs ?? []);
}

/** Problems as text: each with its cell's source. */
export function describeProblems(name: string, problems: readonly Problem[]): string {
  return problems
    .map(({ message, source }) => {
      const cell = source ? `\n  in the cell\n${indent(source)}` : '';
      return `${name}: ${message.trimEnd()}${cell}`;
    })
    .join('\n\n');
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ');
}
