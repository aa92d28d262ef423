/** Jupyter's notebook files (nbformat 4.5), as far as the scripts need them. */

import { readFileSync, writeFileSync } from 'node:fs';

export interface Notebook {
  cells: Cell[];
  metadata: { mnist_lab?: LessonMetadata; kernelspec?: { name: string }; [field: string]: unknown };
  nbformat: number;
  nbformat_minor: number;
}

/** The project's own metadata of a notebook, written by `npm run notebooks:update`. */
interface LessonMetadata {
  /** Names of the figures that the notebook shows when executed. */
  figures?: string[];
  /** Number of data frames that the notebook shows when executed. */
  tables?: number;
  /** Duration of each cell when the outputs were made, in seconds; 0 for text. */
  seconds?: number[];
  /** Fingerprint of the code that produced the committed outputs. */
  made_from?: Fingerprint;
}

/** Hashes of the code that a notebook's outputs depend on. */
export interface Fingerprint {
  code: string;
  library: string;
}

export interface Cell {
  cell_type: 'code' | 'markdown' | 'raw';
  id?: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

export interface Output {
  output_type: 'display_data' | 'execute_result' | 'stream' | 'error';
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
  metadata?: { mnist_lab?: { figure?: string; undrawn?: boolean; table?: string }; [field: string]: unknown };
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

export function readNotebook(file: string): Notebook {
  return JSON.parse(readFileSync(file, 'utf8')) as Notebook;
}

/** Writes in Jupyter's format (one space, sorted keys), so that saving in JupyterLab changes nothing. */
export function writeNotebook(file: string, notebook: Notebook): void {
  writeFileSync(file, `${JSON.stringify(inOrder(notebook), null, 1)}\n`);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!value || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]));
}

/** A multi-line string of nbformat, which is one string or a list of lines. */
export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : '';
}

/** Text as nbformat saves it: a list of lines. */
export function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}

/** Non-empty code cells, in order. */
export function codeCells(notebook: Notebook): Cell[] {
  return notebook.cells.filter((cell) => cell.cell_type === 'code' && textOf(cell.source).trim() !== '');
}
