import { type Notebook, type Output, textOf } from '../notebook.js';

/** What an executed lesson shows, as numbers and words to compare its text with. */
export interface LessonOutputs {
  /** The sentence under a figure. */
  description(figure: string): string;
  /** A number in the sentence under a figure, by the words before it. */
  numberAfter(figure: string, words: string): number;
  /** Rows of the table whose first column has that name; numbers without their separators. */
  table(firstColumn: string): readonly Readonly<Record<string, string>>[];
  /** A number of such a table, by the first cell of its row and the name of its column. */
  cell(firstColumn: string, row: string, column: string): number;
  /** How often each class (row) was taken for each (column). */
  confusions(): readonly (readonly number[])[];
  /** The line that a training left, by its title. */
  training(title: string): string;
}

/** @throws {Error} from its functions, if the lesson does not show what is asked for. */
export function outputsOf(notebook: Notebook): LessonOutputs {
  const shown = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const figure = (name: string): Output =>
    shown.find(({ metadata }) => metadata?.mnist_lab?.figure === name) ?? missing(`figure "${name}"`);
  const description = (name: string) => textOf(figure(name).data?.['text/plain']);
  const table = (firstColumn: string) => {
    const found = shown.find(({ metadata }) => metadata?.mnist_lab?.table?.split(', ')[0] === firstColumn);
    return rowsOf(textOf((found ?? missing(`table "${firstColumn}"`)).data?.['text/plain']));
  };
  return {
    description,
    table,
    numberAfter: (name, words) => {
      const text = description(name);
      const at = text.indexOf(words);
      const found = at < 0 ? null : /[\d,]+(\.\d+)?/.exec(text.slice(at + words.length));
      return toNumber(found?.[0] ?? missing(`number after "${words}" in "${text}"`));
    },
    cell: (firstColumn, row, column) => {
      const found = table(firstColumn).find((one) => one[firstColumn] === row)?.[column];
      return toNumber(found ?? missing(`"${column}" of "${row}" in table "${firstColumn}"`));
    },
    confusions: () => {
      const plot = figure('confusion-matrix').data?.['application/vnd.plotly.v1+json'] as {
        data: { z?: (number | null)[][] }[];
      };
      const layers = plot.data.flatMap(({ z }) => (z ? [z] : []));
      return layers[0]!.map((row, at) =>
        row.map((_, column) => layers.reduce((sum, layer) => sum + (layer[at]![column] ?? 0), 0)),
      );
    },
    training: (title) => {
      const lines = shown.map(({ data }) => textOf(data?.['text/plain']));
      return lines.find((line) => line.startsWith(`${title}: `)) ?? missing(`training "${title}"`);
    },
  };
}

/** `'10,000'` is 10000. */
export function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function missing(what: string): never {
  throw new Error(`The lesson shows no ${what}.`);
}

/** A table as the library writes it: names, a line of dashes as wide as the columns, rows. */
function rowsOf(text: string): Record<string, string>[] {
  const [head, dashes, ...lines] = text.split('\n');
  const columns = [...dashes!.matchAll(/-+/g)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  );
  const cut = (line: string) => columns.map(([start, end]) => line.slice(start, end).trim());
  const names = cut(head!);
  return lines.map((line) => Object.fromEntries(cut(line).map((cell, at) => [names[at]!, cell])));
}
