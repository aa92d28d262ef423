import { digits } from '../../../lib/src/lessons/digits.js';
import type { Claim } from './claim.js';
import { commonClaims, commonPlainNumbers } from './common.js';
import {
  accuracyBeside,
  accuracyOf,
  bestEpoch,
  epochs,
  gain,
  hiddenUnits,
  type LessonOutputs,
  last,
  mistakesAmong,
  mistakesIn,
  parameter,
  partOfFirstLayer,
  publishedAccuracy,
  withMoves,
  withoutMoves,
} from './outputs.js';

/** Part of the mistakes that go when images are moved in training, in percent. */
const fewerMistakes = (run: LessonOutputs) => [
  100 - (100 * (100 - withMoves(run, 'as they are'))) / (100 - withoutMoves(run, 'as they are')),
];

const classes = [...Array(10).keys()].map(String);
const areas = (run: LessonOutputs, figure: string) =>
  [...run.description(figure).matchAll(/\d\.\d+/g)].map(Number);

/** What the lesson about digits says. */
export const claims: readonly Claim[] = [
  ...commonClaims,
  {
    says: 'It sees # of them with their names, and is then asked about # that',
    numbers: (run) => ['training', 'testing'].map((part) => run.cell('part', part, 'images')),
  },
  { says: 'It gets # of 100 right', numbers: (run) => [accuracyOf(run)] },
  { says: 'reads # of 100 digits', numbers: (run) => [accuracyOf(run)] },
  { says: 'the long way is from there to # %', numbers: (run) => [accuracyOf(run)] },
  {
    says: 'from # fives to # ones',
    numbers: (run) => [
      run.cell('part', 'training', 'smallest class'),
      run.cell('part', 'training', 'largest class'),
    ],
  },
  {
    says: 'whoever always says *one* gets # of 100',
    numbers: (run) => [accuracyBeside(run, 'most frequent class')],
  },
  {
    says: 'is # % of a zero and # % of a one',
    numbers: (run) => [
      run.numberAfter('intensity-histogram', 'goes from'),
      run.numberAfter('intensity-histogram', '(0) to'),
    ],
  },
  {
    says: 'The map holds # % of all differences',
    numbers: (run) => [
      run.numberAfter('principal-components', 'which hold') +
        run.numberAfter('principal-components', ' % and'),
    ],
  },
  {
    says: 'of the # mistakes that the network will make, only # are between fours, sevens and nines',
    numbers: (run) => [mistakesIn(run), mistakesAmong(run, [4, 7, 9])],
  },
  {
    says: 'Four of five, without any learning',
    holds: (run) => Math.round(accuracyBeside(run, 'nearest mean image') / 20) === 4,
  },
  {
    says: 'Even the mean images get four of five digits right',
    holds: (run) => Math.round(accuracyBeside(run, 'nearest mean image') / 20) === 4,
  },
  {
    says: 'Dropout** switches off one in twenty',
    holds: (run) => Number(parameter(run, 'dropoutRate')) === 1 / 20,
  },
  {
    says: 'Of the # numbers that are learnt or kept, two thirds sit in the first layer',
    numbers: (run) =>
      Math.round(partOfFirstLayer(run) / 33.3) === 2 ? [run.cell('layer', 'all', 'parameters')] : [],
  },
  {
    says: '784 × 32 + 32 for the hidden layer and 32 × 10 + 10 for the last one: #.',
    numbers: () => [784 * 32 + 32 + 32 * 10 + 10],
  },
  {
    says: 'In loss it stays far above, # against # in the last epoch',
    numbers: (run) => [last(epochs(run, 'loss')), last(epochs(run, 'validation loss'))],
  },
  {
    says: 'After a few epochs, which the averaged weights need to catch up, and until epoch # the validation line lies *above*',
    numbers: (run) => {
      const [training, validation] = [epochs(run, 'accuracy (%)'), epochs(run, 'validation accuracy (%)')];
      return [training.findIndex((accuracy, at) => at > 4 && accuracy > validation[at]!)];
    },
  },
  {
    says: 'From epoch # on the changes fade',
    numbers: (run) => [run.cell('parameter', 'augmentAnnealStart', 'value') * last(epochs(run, 'epoch'))],
  },
  {
    says: 'the last one has the higher accuracy, # % against # %, which is seven pictures of #.',
    numbers: (run) => {
      const accuracies = epochs(run, 'validation accuracy (%)');
      const [best, end] = [accuracies[bestEpoch(run) - 1]!, last(accuracies)];
      return Math.round(((end - best) / 100) * 5000) === 7 ? [end, best, 5000] : [];
    },
  },
  { says: '32 units instead of # and #', numbers: hiddenUnits },
  { says: 'With # images that is', numbers: (run) => [run.cell('part', 'testing', 'images')] },
  {
    says: 'a network without a hidden layer, # %',
    numbers: (run) => [accuracyBeside(run, 'logistic regression')],
  },
  {
    says: 'have come to # % with moved images, 100 epochs and a loss for each layer',
    numbers: (run) => publishedAccuracy(run, digits, '3 × 1024, local losses (2019)', '100 epochs', 'moved'),
  },
  {
    says: 'to # % with a second task',
    numbers: (run) => publishedAccuracy(run, digits, 'ladder network (2015)', 'second, denoising task'),
  },
  {
    says: 'to # % with twelve million weights',
    numbers: (run) =>
      publishedAccuracy(run, digits, 'five layers, distorted images (2010)', '12 million weights'),
  },
  {
    says: 'three layers of 1,024 units and 220 epochs, a quarter of an hour, this library itself comes to # %, the mean of five',
    numbers: (run) => [accuracyBeside(run, digits.bestResult.name)],
  },
  {
    says: 'the most frequent mistake happens # times among # nines',
    numbers: (run) => [
      run.numberAfter('confusion-matrix', 'most often 9 taken for 4 ('),
      run.cell('class', '9', 'images'),
    ],
  },
  {
    says: 'by # % on average; with the temperature # % is left',
    numbers: (run) => [
      run.numberAfter('reliability', 'before temperature scaling'),
      run.numberAfter('reliability', 'and after'),
    ],
  },
  {
    says: 'the areas in its legend are all 1.0000',
    holds: (run) => areas(run, 'roc').every((area) => area === 1),
  },
  {
    says: 'the nine is the hardest to tell from the others, with #.',
    numbers: (run) =>
      /from [\d.]+ \(9\)/.test(run.description('precision-recall'))
        ? [areas(run, 'precision-recall')[0]!]
        : [],
  },
  {
    says: 'the moving takes accuracy from # % to # %: about half a point',
    numbers: (run) => [withoutMoves(run, 'as they are'), withMoves(run, 'as they are')],
  },
  { says: 'half a point, but # % fewer mistakes', numbers: fewerMistakes },
  { says: 'they alone take away # %', numbers: fewerMistakes },
  {
    says: 'by three pixels, # % against # %',
    numbers: (run) => [withMoves(run, 'shifted 3 px'), withoutMoves(run, 'shifted 3 px')],
  },
  {
    says: 'turned by 20°, further than any image in the training, # % against # %',
    numbers: (run) => [withMoves(run, 'rotated 20°'), withoutMoves(run, 'rotated 20°')],
  },
  {
    says: 'thin strokes are read worse, by # points,',
    numbers: (run) => [-gain(run, 'thinner')],
  },
  { says: 'folders named 0 to #', numbers: (run) => [run.cell('part', 'training', 'classes') - 1] },
  {
    says: 'The classes are nearly of one size',
    holds: (run) => classes.every((name) => run.cell('class', name, 'images') > 850),
  },
];

/** Its numbers that no run shows. */
export const plainNumbers: readonly string[] = [
  ...commonPlainNumbers,
  'How many of 100 does it get right',
  'a single hidden layer of 32 units',
  'from 98 % to 99 % is as far as from 80 % to 90 %',
  'says 4, is it a 4?',
  'says 4, is it one?',
  'how many of the 4s did it find?',
  'All three are shares from 0 to 1',
  'best probability is below 90 %',
  // arXiv 1901.06656, table 1.
  'Convolutional networks, which know about neighbouring pixels, reach 99.7 %',
];
