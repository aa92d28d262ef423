import type { Lesson } from '../../../lib/src/lessons/lesson.js';
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

/** Of the network on the test images, in percent. */
export const accuracyOf = (run: LessonOutputs) => run.numberAfter('accuracy-comparison', 'this network');

/** Of another one in that figure, in percent. */
export const accuracyBeside = (run: LessonOutputs, name: string) =>
  run.numberAfter('accuracy-comparison', name);

/** Ends of the network's 95 % interval, in percent. */
export function intervalOf(run: LessonOutputs): [lower: number, upper: number] {
  const text = run.description('accuracy-comparison');
  const found = /this network [\d.]+ % \(([\d.]+) % to ([\d.]+) %\)/.exec(text);
  return [Number(found?.[1]), Number(found?.[2])];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Mistakes on the test images whose true and predicted class are as asked. */
export function mistakesIn(
  run: LessonOutputs,
  counts: (label: number, prediction: number) => boolean = () => true,
): number {
  return sum(
    run
      .confusions()
      .flatMap((row, label) => row.filter((_, column) => column !== label && counts(label, column))),
  );
}

/** Mistakes between some classes. */
export const mistakesAmong = (run: LessonOutputs, classes: readonly number[]) =>
  mistakesIn(run, (label, prediction) => classes.includes(label) && classes.includes(prediction));

/** A column of the table of epochs. */
export const epochs = (run: LessonOutputs, column: string) =>
  run.table('epoch').map((row) => toNumber(row[column]!));

export const last = (numbers: readonly number[]) => numbers.at(-1)!;

/** The epoch that the table of epochs marks as the best. */
export const bestEpoch = (run: LessonOutputs) =>
  Number(run.table('epoch').find(({ best }) => best !== '')?.epoch);

/** Accuracy of the two networks on changed images, in percent. */
export const withoutMoves = (run: LessonOutputs, images: string) =>
  run.cell('images', images, 'without augmentation (%)');
export const withMoves = (run: LessonOutputs, images: string) =>
  run.cell('images', images, 'with augmentation (%)');
export const gain = (run: LessonOutputs, images: string) => run.cell('images', images, 'gain (points)');

/** Part of all parameters that are in the first layer, in percent. */
export const partOfFirstLayer = (run: LessonOutputs) =>
  (100 * run.cell('layer', 'hidden_1', 'parameters')) / run.cell('layer', 'all', 'parameters');

/** A parameter as the table of parameters shows it. */
export const parameter = (run: LessonOutputs, name: string) =>
  run.table('parameter').find((row) => row.parameter === name)?.value ?? '';

/** Units of each hidden layer. */
export const hiddenUnits = (run: LessonOutputs) => parameter(run, 'hiddenUnits').split(', ').map(toNumber);

/** The accuracy of a published result in percent, if it was reached under such conditions. */
export function publishedAccuracy(
  run: LessonOutputs,
  { publishedResults }: Lesson,
  name: string,
  ...conditions: string[]
) {
  const result = publishedResults.find((one) => one.name === name);
  const isSo = conditions.every((words) => result?.conditions?.includes(words));
  return isSo ? [accuracyBeside(run, name)] : [];
}
