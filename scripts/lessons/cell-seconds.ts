import { sha256 } from '../../lib/src/files/checksum.js';
/** What each cell took at the last run that succeeded, kept beside what the set-up keeps. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWholeFileSync } from '../../lib/src/files/write-whole-file.js';
import { type Notebook, textOf } from './notebook.js';
import { root } from './project.js';

const file = path.join(root, '.setup', 'cell-seconds.json');

/** More cells than several versions of all lessons have; the oldest are forgotten. */
const mostKept = 1000;

type Kept = Readonly<Record<string, number>>;

/**
 * What each cell of a notebook is expected to take, in seconds: what it took when it last ran with the same code and
 * values, else what the notebook says it took where it was made; `undefined` where neither is known.
 */
export function expectedSeconds(
  notebook: Notebook,
  values: Readonly<Record<string, unknown>>,
): (number | undefined)[] {
  const kept = readKept();
  const { seconds } = notebook.metadata.mnist_lab ?? {};
  const isAsCommitted = Object.keys(values).length === 0 && seconds?.length === notebook.cells.length;
  return cellKeys(notebook, values).map((key, at) =>
    key === undefined ? 0 : (kept[key] ?? (isAsCommitted ? seconds[at] : undefined)),
  );
}

/** Keeps what the cells took, for the next run. */
export function keepSeconds(
  notebook: Notebook,
  values: Readonly<Record<string, unknown>>,
  seconds: readonly (number | undefined)[],
): void {
  const added = cellKeys(notebook, values).flatMap((key, at) =>
    key === undefined || seconds[at] === undefined ? [] : [[key, Math.round(seconds[at] * 10) / 10] as const],
  );
  const addedKeys = new Set(added.map(([key]) => key));
  const older = Object.entries(readKept()).filter(([key]) => !addedKeys.has(key));
  const all = [...older, ...added].slice(-mostKept);
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeFileSync(file, `${JSON.stringify(Object.fromEntries(all))}\n`, 'Keeping how long cells took');
}

/** One for each cell of code: what it does and with which values; `undefined` for text. */
function cellKeys(notebook: Notebook, values: Readonly<Record<string, unknown>>): (string | undefined)[] {
  return notebook.cells.map((cell) => {
    if (cell.cell_type !== 'code') return undefined;
    const parts = JSON.stringify([textOf(cell.source).trim(), values]);
    return sha256(parts).slice(0, 16);
  });
}

function readKept(): Kept {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : {};
  } catch {
    // It only helps to guess.
    return {};
  }
}
