/**
 * Checks an executed notebook: every cell ran, there were no unnoticed errors, and every figure and table is
 * present.
 */

import { stripVTControlCharacters } from 'node:util';
import { isAnswer } from './answers.js';
import { type Cell, codeCells, type Notebook, type Output, textOf } from './notebook.js';
import { isWarning, type Problem } from './problem.js';
import { checkFigures, checkTables } from './shown.js';

/** Why an execution was aborted. */
export interface Interruption {
  readonly kind: 'failed' | 'timeout' | 'kernel';
  readonly message: string;
  /** Index of the running cell, or `null` before the first and after the last. */
  readonly cell: number | null;
}

export interface InspectOptions {
  /** Whether every figure must have a PNG, which needs a browser. Defaults to `true`. */
  readonly pictures?: boolean;
  readonly interruption?: Interruption;
}

export function checkNotebook(
  notebook: Notebook,
  { pictures = true, interruption }: InspectOptions = {},
): Problem[] {
  const cells = codeCells(notebook);
  if (cells.length === 0) return [{ kind: 'no code', message: 'The notebook has no code cell.' }];
  // Problems outside of cells: the kernel did not start, or exited after the last cell.
  const ofKernel: Problem[] =
    interruption?.cell === null ? [{ kind: 'kernel', message: interruption.message }] : [];
  const last = lastCell(notebook, cells, interruption);
  const problems = cells
    .slice(0, last + 1)
    .flatMap((cell, position) => [
      ...(position === last && ofKernel.length === 0 ? checkEnd(cell, interruption) : []),
      ...checkCell(cell, position),
    ]);
  const rest = cells.length - last - 1;
  // If cells did not run, report only that, and not their missing figures and tables.
  if (rest > 0)
    problems.push({
      kind: 'cells not run',
      message: `${rest} ${rest === 1 ? 'cell' : 'cells'} after it did not run.`,
    });
  const isWhole = rest === 0 && ofKernel.length === 0 && !interruption;
  const shown = isWhole ? [...checkFigures(notebook, pictures), ...checkTables(notebook)] : [];
  return [...ofKernel, ...problems, ...shown];
}

/**
 * Index, among the code cells, of the last one to check. It is the interrupted cell, if there is one. After an
 * interruption between cells it is the last cell that ran, or -1 if none did. Otherwise it is the first cell that did
 * not run, or the last cell.
 */
function lastCell(notebook: Notebook, cells: readonly Cell[], interruption?: Interruption): number {
  if (interruption && interruption.cell !== null) {
    const place = cells.indexOf(notebook.cells[interruption.cell]!);
    if (place >= 0) return place;
  }
  const unrun = cells.findIndex((cell) => typeof cell.execution_count !== 'number');
  if (unrun < 0) return cells.length - 1;
  return interruption ? unrun - 1 : unrun;
}

/** Reports the last checked cell if it did not start or finish. A cell that failed has an error output instead. */
function checkEnd(cell: Cell, interruption?: Interruption): Problem[] {
  const isOver = interruption ? interruption.kind === 'failed' : typeof cell.execution_count === 'number';
  if (isOver) return [];
  const message = `The cell did not finish. ${interruption?.message ?? ''}`.trim();
  return [{ kind: 'unfinished cell', message, source: textOf(cell.source) }];
}

function checkCell(cell: Cell, position: number): Problem[] {
  const source = textOf(cell.source);
  const problems = (cell.outputs ?? []).flatMap((output) => checkOutput(output, mayFail(cell)));
  const count = cell.execution_count;
  if (typeof count === 'number' && count !== position + 1) {
    problems.push({
      kind: 'cells out of order',
      message: `The cell ran as number ${count}, not ${position + 1}.`,
    });
  }
  const shown =
    isAnswer(cell) || (cell.outputs ?? []).some((output) => output.output_type === 'display_data');
  if (typeof count === 'number' && problems.every(isWarning) && !shown && /\bshow\(/.test(source))
    problems.push({ kind: 'show() without output', message: 'The cell calls show() but has no output.' });
  return problems.map((problem) => ({ ...problem, source }));
}

/** Whether the author expects the cell to fail, with the tag used by nbconvert and JupyterLab. */
function mayFail({ metadata }: Cell): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes('raises-exception');
}

function checkOutput(output: Output, mayFail: boolean): Problem[] {
  if (output.output_type === 'error') {
    const said = output.traceback?.length ? output.traceback.join('\n') : `${output.ename}: ${output.evalue}`;
    return mayFail ? [] : [{ kind: 'failed cell', message: `The cell failed:\n${said}` }];
  }
  const text = textOf(output.text);
  if (output.output_type === 'stream' && output.name === 'stderr') {
    const seen = onTerminal(text);
    return seen === '' ? [] : [{ kind: 'stderr', message: `The cell wrote to stderr:\n${seen}` }];
  }
  if (/^Promise \{/m.test(text))
    return [
      { kind: 'promise printed', message: `The cell printed a promise: is an await missing?\n${text}` },
    ];
  if (/ left$/.test(textOf(output.data?.['text/plain'])))
    return [
      { kind: 'training still running', message: 'The cell ended while its training was still running.' },
    ];
  return [];
}

/**
 * The text as a terminal would finally show it: progress bars overwrite their lines, and some leave only line
 * breaks.
 */
function onTerminal(text: string): string {
  const lines = stripVTControlCharacters(text).split('\n');
  return lines
    .map((line) => line.split('\r').findLast((part) => part.trim() !== '') ?? '')
    .join('\n')
    .trim();
}
