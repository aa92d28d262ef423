/** Numbers that several claims need. */

import { type LessonOutputs, toNumber } from './outputs.js';

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
