import { type Notebook, textOf } from './notebook.js';

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
  return { ...notebook, cells: [{ ...first, source: text.split(/(?<=\n)/) }, ...others] };
}
