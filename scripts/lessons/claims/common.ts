import type { Lesson } from '../../../lib/src/lessons/lesson.js';
import type { Claim } from './claim.js';
import {
  accuracyAtRate,
  accuracyOf,
  firstAccuracy,
  type LessonOutputs,
  last,
  withMoves,
  withoutMoves,
} from './outputs.js';

const lastOf = (run: LessonOutputs, figure: string, curve: string, axis: 'y' | 'y2') =>
  last(run.curve(figure, curve, axis));

/** Claims that both lessons make in the same words. */
export const commonClaims: readonly Claim[] = [
  { says: '28 × 28', holds: (run) => run.table('split').every(({ pixels }) => pixels === '28 × 28') },
  { says: '784', holds: (run) => run.table('split').every(({ pixels }) => pixels === '28 × 28') },
  {
    says: 'These are the # units with the largest weights',
    numbers: (run) => [run.numberAfter('first-layer', 'First-layer weights of')],
  },
  {
    says: 'three dense layers of #, # and # units',
    numbers: (run) => {
      const sizes = /layers of (\d+) and (\d+) units and (\d+) outputs/.exec(run.description('network'));
      return sizes?.slice(1).map(Number) ?? [];
    },
  },
  {
    says: 'The loss falls. From one step to the next it may also rise',
    holds: (run) => run.said(/step 41: loss ([\d.]+)/) < run.said(/step 1: loss ([\d.]+)/) / 2,
  },
  {
    says: 'The loss falls and the accuracy rises, quickly at first and then slowly',
    holds: (run) => {
      const accuracy = run.curve('learning-curves', 'validation', 'y2');
      const loss = run.curve('learning-curves', 'validation', 'y');
      const half = Math.floor(accuracy.length / 2);
      return last(loss) < loss[0]! && accuracy[half]! - accuracy[0]! > last(accuracy) - accuracy[half]!;
    },
  },
  {
    says: 'the slow network is often right but still unsure, so its loss is high',
    holds: (run) =>
      accuracyAtRate(run, '0.00001') > 50 &&
      lastOf(run, 'learning-rates', 'learning rate 0.00001', 'y') > 0.8,
  },
  {
    says: 'The rate in the middle is better than both',
    holds: (run) =>
      ['0.00001', '0.1'].every((rate) => accuracyAtRate(run, rate) < accuracyAtRate(run, '0.001') - 2),
  },
  {
    says: 'The training loss approaches 0, but the validation loss rises again',
    holds: (run) => {
      const validation = run.curve('overfitting', 'validation', 'y');
      return (
        last(validation) > 1.05 * Math.min(...validation) && lastOf(run, 'overfitting', 'training', 'y') < 0.2
      );
    },
  },
  {
    says: 'The training loss stays',
    holds: (run) =>
      lastOf(run, 'recipe-curves', 'training', 'y') > lastOf(run, 'recipe-curves', 'validation', 'y'),
  },
  {
    says: 'the difference is much larger than on the original ones',
    holds: (run) =>
      withMoves(run, 'shifted 3 px') - withoutMoves(run, 'shifted 3 px') >
      3 * (accuracyOf(run) - firstAccuracy(run)),
  },
];

/** Claims about a lesson's recipe, and about the table in the conclusion, which compares its two networks. */
export function comparisonClaims({ network, recipe }: Lesson, batchSize: number): readonly Claim[] {
  const { learningRate } = recipe.training;
  const peak = typeof learningRate === 'object' && 'peak' in learningRate ? learningRate.peak : Number.NaN;
  const epochs = (run: LessonOutputs, figure: string) => run.curve(figure, 'training', 'y2').length;
  return [
    {
      says: '| dense layers | #, #, # | #, #, # |',
      numbers: () => [network, recipe.model].flatMap(({ hiddenUnits }) => [...(hiddenUnits ?? []), 10]),
    },
    { says: '| learning rate | # | one cycle, up to # |', numbers: () => [0.001, peak!] },
    { says: '| images per batch | # | # |', numbers: () => [batchSize, recipe.training.batchSize!] },
    {
      says: '| epochs | # | # |',
      numbers: (run) => [epochs(run, 'learning-curves'), epochs(run, 'recipe-curves')],
    },
    {
      says: '**Label smoothing** spreads a twentieth of each target evenly over all classes',
      holds: () => recipe.training.labelSmoothing === 0.05,
    },
    {
      says: 'the target of the correct class is #, and that of each other class is #',
      numbers: () => smoothedTargets(recipe),
    },
    { says: 'even the best possible loss is #', numbers: () => [lowestLoss(recipe)] },
    { says: 'no prediction can bring it below #', numbers: () => [lowestLoss(recipe)] },
  ];
}

/** Targets of the correct class and of each other class, for ten classes. */
export function smoothedTargets({
  training: { labelSmoothing = 0 },
}: Lesson['recipe']): [correct: number, other: number] {
  return [1 - (labelSmoothing * 9) / 10, labelSmoothing / 10];
}

/** The cross-entropy of probabilities that are equal to the smoothed targets. */
function lowestLoss(recipe: Lesson['recipe']): number {
  const [correct, other] = smoothedTargets(recipe);
  return -correct * Math.log(correct) - 9 * other * Math.log(other);
}

/** Numbers in both lessons that are not outputs. */
export const commonPlainNumbers: readonly string[] = [
  'about # minutes',
  // Source: bench/accuracy/results.json.
  '# to # seconds on two',
  'This map shows # images',
  'scale from # (black) to # (white)',
  'from #–# to #–#',
  '# at the place of the correct class and # everywhere else',
  'negative ones with #',
  'replaces negative numbers with #',
  'add up to #',
  'probability approaches #',
  "Here it is #, Adam's default",
  'only # training images, batches of #',
  '| inputs | # to # | standardised |',
  'scaling to mean # and standard deviation #',
  'scaled to mean # and standard deviation #',
  'each unit to mean # and standard deviation #',
  'targets slightly below # for the correct class, and above # for the others',
  'outputs to #',
  '# for its class, # for all others',
  'F1',
  'would be # for a perfect network and # for guessing',
  'With the threshold at #% for the class',
  'gets more than #% for',
  'the true value in #% of repeated measurements',
  '#% confidence interval',
  'say, #% confidence were right #% of the time',
  'made with #% confidence are right in #% of cases',
];
