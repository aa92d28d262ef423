import { digits } from '../../../lib/src/lessons/digits.js';
import type { Claim } from './claim.js';
import { commonClaims, commonPlainNumbers, comparisonClaims, smoothedTargets } from './common.js';
import {
  accuracyBeside,
  accuracyOf,
  epochsAbove,
  firstAccuracy,
  gain,
  intervalOf,
  last,
  publishedAccuracy,
  withMoves,
  withoutMoves,
} from './outputs.js';

export const claims: readonly Claim[] = [
  ...commonClaims,
  ...comparisonClaims(digits, 128),
  { says: 'test it on # images', numbers: (run) => [run.cell('split', 'test', 'images')] },
  { says: 'classifies about #% of them correctly', numbers: (run) => [firstAccuracy(run)], within: 0.8 },
  { says: 'About #%, after a few seconds', numbers: (run) => [firstAccuracy(run)], within: 0.8 },
  { says: 'reached about #% in seconds', numbers: (run) => [firstAccuracy(run)], within: 0.8 },
  { says: 'a larger one that reaches more than #%', above: accuracyOf },
  {
    says: 'From #% to #%',
    numbers: (run) => [Math.round(firstAccuracy(run)), accuracyOf(run)],
    within: 0.15,
  },
  { says: 'reads more than #% of the digits of people', above: accuracyOf },
  {
    says: '| test accuracy | about #% | more than #% |',
    numbers: (run) => [firstAccuracy(run), Math.floor(10 * accuracyOf(run)) / 10],
    within: 0.8,
  },
  {
    says: 'from # to # epochs to save time',
    // Source: bench/accuracy/README.md.
    numbers: () => [50, digits.recipe.training.epochs!],
  },
  {
    says: 'With # and # epochs they did not differ measurably',
    numbers: () => [digits.recipe.training.epochs!, 50],
  },
  {
    says: 'more than two thirds of the errors disappear',
    holds: (run) => 100 - accuracyOf(run) < (100 - firstAccuracy(run)) / 3,
  },
  {
    says: 'from # fives to # ones',
    numbers: (run) => [
      run.cell('split', 'training', 'smallest class'),
      run.cell('split', 'training', 'largest class'),
    ],
  },
  {
    says: 'is right for about #% of the test images',
    numbers: (run) => [accuracyBeside(run, 'most frequent class')],
  },
  {
    says: 'it makes up #% of the pixels of a zero and #% of those of a one',
    numbers: (run) => [
      run.numberAfter('intensity-histogram', 'ranges from'),
      run.numberAfter('intensity-histogram', '(0) to'),
    ],
  },
  {
    says: 'account for less than a fifth of the **variance**',
    holds: (run) =>
      run.numberAfter('principal-components', 'which explain') +
        run.numberAfter('principal-components', '% and') <
      20,
  },
  {
    says: 'About four in five, with nothing learned',
    holds: (run) => Math.round(accuracyBeside(run, 'nearest mean image') / 20) === 4,
  },
  {
    says: 'even this classifies four in five digits correctly',
    holds: (run) => Math.round(accuracyBeside(run, 'nearest mean image') / 20) === 4,
  },
  {
    says: '784 × 32 + 32 for the hidden layer and 32 × 10 + 10 for the last one: #.',
    numbers: () => [784 * 32 + 32 + 32 * 10 + 10],
  },
  {
    says: 'In the first epochs the validation accuracy is higher, because',
    holds: (run) =>
      run.curve('learning-curves', 'validation', 'y2')[0]! >
      run.curve('learning-curves', 'training', 'y2')[0]!,
  },
  {
    says: 'the training loss approaches the lowest possible value',
    holds: (run) => last(run.curve('recipe-curves', 'training', 'y')) < 0.32,
  },
  {
    says: 'The training accuracy ends above #%',
    above: (run) => last(run.curve('learning-curves', 'training', 'y2')),
  },
  {
    says: 'the validation accuracy at about #%',
    numbers: (run) => [last(run.curve('learning-curves', 'validation', 'y2'))],
    within: 0.8,
  },
  {
    says: 'The training accuracy reaches #%',
    numbers: (run) => [last(run.curve('overfitting', 'training', 'y2'))],
  },
  {
    says: 'the validation accuracy stops below #%',
    below: (run) => Math.max(...run.curve('overfitting', 'validation', 'y2')),
  },
  {
    says: 'For most of the training, the validation accuracy is *above*',
    holds: (run) =>
      epochsAbove(run, 'recipe-curves') > run.curve('recipe-curves', 'training', 'y2').length / 2,
  },
  {
    says: 'In the second half the validation loss in the table rises again by about a quarter, although the accuracy hardly changes',
    holds: (run) => {
      const loss = run.curve('recipe-curves', 'validation', 'y');
      const accuracy = run.curve('recipe-curves', 'validation', 'y2');
      const lowest = loss.indexOf(Math.min(...loss));
      const rise = last(loss) / loss[lowest]!;
      return rise > 1.15 && rise < 1.35 && Math.abs(last(accuracy) - accuracy[lowest]!) < 0.2;
    },
  },
  {
    says: 'approaches its smoothed target, #',
    numbers: () => smoothedTargets(digits.recipe).slice(0, 1),
  },
  { says: 'With # images it is about', numbers: (run) => [run.cell('split', 'test', 'images')] },
  {
    says: 'it is about # percentage points wide',
    numbers: (run) => [intervalOf(run)[1] - intervalOf(run)[0]],
    within: 0.05,
  },
  {
    says: 'a network without a hidden layer, gets about #%',
    numbers: (run) => [accuracyBeside(run, 'logistic regression')],
    within: 0.8,
  },
  {
    says: 'one with #%, trained with augmentation, 100 epochs and a separate loss for each layer',
    numbers: (run) => publishedAccuracy(run, digits, '3 × 1024, local losses (2019)', '100 epochs'),
  },
  {
    says: 'Several published dense networks are within this interval',
    holds: (run) => {
      const [lower, upper] = intervalOf(run);
      const published = ['3 × 1024, local losses (2019)', 'ladder network (2015)'].flatMap((name) =>
        publishedAccuracy(run, digits, name),
      );
      return published.every((accuracy) => lower < accuracy && accuracy < upper);
    },
  },
  {
    says: 'one with #%, trained with a second task',
    numbers: (run) => publishedAccuracy(run, digits, 'ladder network (2015)', 'second, denoising task'),
  },
  {
    says: 'The best one in the chart, #%, has twelve million weights',
    numbers: (run) =>
      publishedAccuracy(run, digits, 'five layers, distorted images (2010)', '12 million weights'),
  },
  {
    says: 'three hidden layers of 1,024 units and 220 epochs, this library reaches #%, the mean accuracy of five',
    numbers: (run) => [accuracyBeside(run, digits.bestResult.name)],
  },
  {
    says: 'even the most frequent error happens only a few times',
    holds: (run) => Math.max(...run.table('true class').map(({ times }) => Number(times))) < 16,
  },
  {
    says: 'by several points on average. The temperature corrects nearly all of it',
    holds: (run) => {
      const before = run.numberAfter('reliability', 'before temperature scaling');
      return before > 2 && run.numberAfter('reliability', 'and after') < before / 4;
    },
  },
  {
    says: 'The computed area is nearly # for every class',
    numbers: (run) => [run.numberAfter('roc', 'area under the curve')],
    within: 0.001,
  },
  {
    says: 'the small network is right for less than #%',
    below: (run) => withoutMoves(run, 'shifted 3 px'),
  },
  {
    says: 'the large one for about #%',
    numbers: (run) => [withMoves(run, 'shifted 3 px')],
    within: 0.8,
  },
  {
    says: 'it is flagged, or at least read with a far lower probability than the drawn digits',
    holds: (run) => {
      const spiral = /a spiral: (out of distribution|\d, ([\d.]+)%)/.exec(run.description('own-pictures'));
      return spiral !== null && Number(spiral[2] ?? 0) < 90;
    },
  },
  {
    says: 'the large network does worse than the small one',
    holds: (run) => gain(run, 'thinner') < 0,
  },
  {
    says: 'All ten drawn digits are read correctly',
    holds: (run) =>
      ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].every((word, digit) =>
        new RegExp(`an? ${word} [^:]*: ${digit},`).test(run.description('own-pictures')),
      ),
  },
];

/** Numbers in the lesson that are not outputs. */
export const plainNumbers: readonly string[] = [
  ...commonPlainNumbers,
  'How many of # images',
  'scaled to at most # × # grey pixels',
  'numbers from # (background) to # (ink)',
  // An exercise's answer, measured with two seeds.
  'about # in # images',
  'about #% of the validation images instead of #%',
  'classifies about #% correctly, instead of #%',
  'a single hidden layer of # units',
  'from #% to #% is as far as from #% to #%',
  'for the class *#*, every image',
  'for *#* counts',
  'says #, how often is it a #?',
  'how many of the #s did it find?',
  'fractions from # to #',
  'shifted by up to # pixels',
  'folders named # to #',
  'highest probability is below #%',
  'always answers *#*',
  // An exercise's answer, typical of any linear classifier.
  'Between # and #%, no more than a network without any hidden layer',
  // Source: arXiv 1901.06656, table 1.
  'which know which pixels are neighbours, reach #%',
];
