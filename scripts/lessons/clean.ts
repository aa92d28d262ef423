/** Removes irrelevant differences between machines and runs from an executed notebook. */

import { type Cell, linesOf, type Notebook, type Output, textOf } from './notebook.js';
import { root } from './project.js';

/** A copy with merged streams, without timing and without absolute paths of the project. */
export function cleanNotebook(notebook: Notebook): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map(cleanCell),
  };
}

function cleanCell(cell: Cell): Cell {
  const { execution, ...metadata } = cell.metadata;
  const cleaned: Cell = { ...cell, metadata, source: linesOf(textOf(cell.source)) };
  if (cell.outputs) cleaned.outputs = joinStreams(cell.outputs).map(cleanOutput);
  return cleaned;
}

function joinStreams(outputs: readonly Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      last.text = textOf(last.text) + textOf(output.text);
    } else {
      joined.push({ ...output });
    }
  }
  return joined;
}

function cleanOutput(output: Output): Output {
  if (output.traceback) return { ...output, traceback: output.traceback.map(withoutPaths) };
  if (output.text !== undefined) return { ...output, text: linesOf(withoutPaths(textOf(output.text))) };
  const data = Object.entries(output.data ?? {}).map(([type, value]) =>
    type.startsWith('text/') ? [type, linesOf(withoutPaths(textOf(value)))] : [type, value],
  );
  return { ...output, data: Object.fromEntries(data) };
}

function withoutPaths(text: string): string {
  return text.replaceAll(root, '.');
}
