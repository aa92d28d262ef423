import type { Lesson } from '../../../lib/src/lessons/lesson.js';
import { type Notebook, type Output, textOf } from '../notebook.js';

/** Numbers and words in the outputs of an executed lesson, to compare with its text. */
export interface LessonOutputs {
  description(figure: string): string;
  /** The number that follows the given words in a figure's description. */
  numberAfter(figure: string, words: string): number;
  /** Rows of all tables whose first column has that name, by column. The values are text, as shown. */
  table(firstColumn: string): readonly Readonly<Record<string, string>>[];
  /** A number in a table, by the first cell of its row and the name of its column. */
  cell(firstColumn: string, row: string, column: string): number;
  /** Confusion matrix: how often each class (row) was predicted as each class (column). */
  confusions(): readonly (readonly number[])[];
  /**
   * The values of a curve in a figure, by its name and its axis: `y` is the loss, `y2` the accuracy in
   * percent.
   */
  curve(figure: string, name: string, axis: 'y' | 'y2'): readonly number[];
  /** The traces of a figure. */
  traces(figure: string): readonly Trace[];
  /** The number in a line of printed text. The pattern has one group, which matches the number. */
  said(pattern: RegExp): number;
}

/** The parts of Plotly's traces that claims use. */
interface Trace {
  readonly type: string;
  readonly mode?: string;
  readonly name?: string;
  readonly yaxis?: string;
  readonly x?: readonly number[];
  readonly y?: readonly number[];
  readonly z?: readonly (readonly (number | null)[])[];
}

/** Reads the outputs of an executed notebook. The functions throw an error if an output is missing. */
export function outputsOf(notebook: Notebook): LessonOutputs {
  const shown = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const figure = (name: string): Output =>
    shown.find(({ metadata }) => metadata?.mnist_lab?.figure === name) ?? missing(`figure "${name}"`);
  const traces = (name: string) =>
    (figure(name).data?.['application/vnd.plotly.v1+json'] as { data: Trace[] } | undefined)?.data ?? [];
  const description = (name: string) => textOf(figure(name).data?.['text/plain']);
  const table = (firstColumn: string) => {
    const found = shown.filter(({ metadata }) => metadata?.mnist_lab?.table?.split(', ')[0] === firstColumn);
    if (found.length === 0) missing(`table "${firstColumn}"`);
    return found.flatMap(({ data }) => rowsOf(textOf(data?.['text/plain'])));
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
      const layers = traces('confusion-matrix').flatMap(({ z }) => (z ? [z] : []));
      return layers[0]!.map((row, at) =>
        row.map((_, column) => layers.reduce((sum, layer) => sum + (layer[at]![column] ?? 0), 0)),
      );
    },
    curve: (name, curve, axis) => {
      const found = traces(name).find((trace) => trace.name === curve && (trace.yaxis ?? 'y') === axis);
      return found?.y ?? missing(`curve "${curve}" in figure "${name}"`);
    },
    traces,
    said: (pattern) => {
      const texts = shown.map(({ data, text }) => textOf(text) || textOf(data?.['text/plain']));
      const found = texts.flatMap((text) => pattern.exec(text) ?? []);
      return toNumber(found[1] ?? missing(`text like ${pattern}`));
    },
  };
}

/** `'10,000'` is 10000. */
export function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function missing(what: string): never {
  throw new Error(`The lesson's outputs have no ${what}.`);
}

/** Rows of a table in the library's text format: names, a line of dashes as wide as the columns, rows. */
function rowsOf(text: string): Record<string, string>[] {
  const [head, dashes, ...lines] = text.split('\n');
  const columns = [...dashes!.matchAll(/-+/g)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  );
  const cut = (line: string) => columns.map(([start, end]) => line.slice(start, end).trim());
  const names = cut(head!);
  return lines.map((line) => Object.fromEntries(cut(line).map((cell, at) => [names[at]!, cell])));
}

/** Test accuracy of the network, in percent. */
export const accuracyOf = (run: LessonOutputs) => run.numberAfter('accuracy-comparison', 'this network');

/** Accuracy of another entry of the figure `accuracy-comparison`, in percent. */
export const accuracyBeside = (run: LessonOutputs, name: string) =>
  run.numberAfter('accuracy-comparison', name);

/** Limits of the network's 95% interval, in percent. */
export function intervalOf(run: LessonOutputs): [lower: number, upper: number] {
  const text = run.description('accuracy-comparison');
  const found = /this network [\d.]+ ?% \(([\d.]+) ?% to ([\d.]+) ?%\)/.exec(text);
  return [Number(found?.[1]), Number(found?.[2])];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Number of mistakes on the test images with given true and predicted classes. */
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

export const last = (numbers: readonly number[]) => numbers.at(-1)!;

/** The number of epochs for which a network's validation accuracy is above its training accuracy. */
export function epochsAbove(run: LessonOutputs, figure: string): number {
  const training = run.curve(figure, 'training', 'y2');
  const validation = run.curve(figure, 'validation', 'y2');
  return validation.filter((accuracy, at) => accuracy > training[at]!).length;
}

/** Test accuracy of the first network of a lesson, in percent. */
export const firstAccuracy = (run: LessonOutputs) => run.said(/Test accuracy: ([\d.]+)/);

/** Validation accuracy of the network with a given learning rate, in percent. */
export const accuracyAtRate = (run: LessonOutputs, rate: string) =>
  run.numberAfter('learning-rates', `learning rate ${rate} `);

/** Accuracy on corrupted images of the networks trained without and with augmentation, in percent. */
export const withoutMoves = (run: LessonOutputs, images: string) =>
  run.cell('images', images, 'without augmentation (%)');
export const withMoves = (run: LessonOutputs, images: string) =>
  run.cell('images', images, 'with augmentation (%)');
export const gain = (run: LessonOutputs, images: string) => run.cell('images', images, 'gain (points)');

/**
 * The accuracy of a published result in percent, as a list of one number. The list is empty if the result's stated
 * conditions lack one of the given phrases.
 */
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
