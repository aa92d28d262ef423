import { fashion } from '../../../lib/src/lessons/fashion.js';
import type { Claim } from './claim.js';
import { commonClaims, commonPlainNumbers, comparisonClaims } from './common.js';
import {
  accuracyBeside,
  accuracyOf,
  epochsAbove,
  firstAccuracy,
  intervalOf,
  type LessonOutputs,
  last,
  mistakesIn,
  publishedAccuracy,
  withMoves,
} from './outputs.js';

const [shirt, others, tops, shoes] = [6, [0, 2, 3, 4], [0, 2, 3, 4, 6], [5, 7, 9]];

/** Number of confusions between shirts and similar classes, in either direction. */
const errorsWithShirts = (run: LessonOutputs) =>
  mistakesIn(
    run,
    (label, prediction) =>
      (label === shirt && others.includes(prediction)) || (prediction === shirt && others.includes(label)),
  );

const errorsBetweenBlocks = (run: LessonOutputs) =>
  mistakesIn(
    run,
    (label, prediction) =>
      (tops.includes(label) && shoes.includes(prediction)) ||
      (shoes.includes(label) && tops.includes(prediction)),
  );

const errorsWithinBlocks = (run: LessonOutputs) =>
  mistakesIn(run, (label, prediction) =>
    [tops, shoes].some((block) => block.includes(label) && block.includes(prediction)),
  );

/** Half the width of the 95% interval of a percentage, in percentage points. */
const halfInterval = (accuracy: number, images: number) =>
  196 * Math.sqrt(((accuracy / 100) * (1 - accuracy / 100)) / images);

const bestPublished = (run: LessonOutputs) =>
  publishedAccuracy(run, fashion, '3 × 1024, shifted images (2019)', '200 epochs', 'up to 2 pixels');

/** Percentage points of accuracy that the network with augmentation loses on shifted images. */
const costOf = (run: LessonOutputs, shift: string) => withMoves(run, 'unmodified') - withMoves(run, shift);

export const claims: readonly Claim[] = [
  ...commonClaims,
  ...comparisonClaims(fashion, 256),
  {
    says: 'People without expertise in fashion get #% right',
    numbers: (run) => [accuracyBeside(run, 'people')],
  },
  { says: 'where people got #%', numbers: (run) => [accuracyBeside(run, 'people')] },
  {
    says: 'a few lines gets 88 to 89%, and one with a better recipe about #%',
    numbers: (run) => [accuracyOf(run)],
    within: 0.8,
  },
  { says: 'From below 90% to #%', numbers: (run) => [accuracyOf(run)], within: 0.8 },
  ...['gets 88 to 89%', 'Between 88 and 89%, after a few seconds', 'reached 88 to 89% in seconds'].map(
    (says): Claim => ({ says, holds: (run) => [88, 89].includes(Math.round(firstAccuracy(run))) }),
  ),
  {
    says: '| test accuracy | 88 to 89% | about #% |',
    numbers: (run) => [accuracyOf(run)],
    within: 0.8,
  },
  {
    // Source: bench/accuracy/README.md.
    says: 'A shorter training, of # instead of # epochs, was rejected',
    numbers: () => [48, fashion.recipe.training.epochs!],
  },
  { says: 'about #% of the garments correctly', numbers: (run) => [accuracyOf(run)], within: 0.8 },
  {
    says: 'a number from 0 to #, says',
    numbers: (run) => [run.cell('split', 'training', 'classes') - 1],
  },
  {
    says: '# training and # test images',
    numbers: (run) => [
      run.cell('split', 'training', 'largest class'),
      run.cell('split', 'test', 'smallest class'),
    ],
  },
  { says: 'Guessing gives #%', numbers: (run) => [accuracyBeside(run, 'most frequent class')] },
  {
    says: 'they make up #% of the pixels in images of pullovers',
    numbers: (run) => [run.numberAfter('intensity-histogram', 'ranges from')],
  },
  {
    says: 'and #% in those of sandals',
    numbers: (run) => [run.numberAfter('intensity-histogram', '(Pullover) to')],
  },
  {
    says: 'At first the validation accuracy is above the training accuracy',
    holds: (run) =>
      run.curve('learning-curves', 'validation', 'y2')[0]! >
      run.curve('learning-curves', 'training', 'y2')[0]!,
  },
  {
    says: 'The training accuracy approaches #%',
    numbers: (run) => [last(run.curve('overfitting', 'training', 'y2'))],
    within: 4,
  },
  {
    says: 'the validation accuracy stops near #%',
    numbers: (run) => [last(run.curve('overfitting', 'validation', 'y2'))],
    within: 3,
  },
  {
    says: 'At first the validation accuracy is *above* the training accuracy, because',
    holds: (run) =>
      epochsAbove(run, 'recipe-curves') > 10 &&
      last(run.curve('recipe-curves', 'training', 'y2')) >
        last(run.curve('recipe-curves', 'validation', 'y2')),
  },
  {
    says: 'comes from # images, so its #% interval is about ±# points',
    numbers: (run) => {
      const images = run.said(/([\d,]+) validation images/);
      return [images, 95, halfInterval(run.cell('recipe', 'plain dense', 'accuracy (%)'), images)];
    },
    within: 0.1,
  },
  {
    says: 'Most steps in this table are smaller than those 1.3 points',
    holds: (run) => {
      const gains = run
        .table('recipe')
        .slice(1)
        .map((row) => Math.abs(Number(row['gain (points)'])));
      return gains.filter((gain) => gain < 1.3).length > gains.length / 2;
    },
  },
  {
    says: 'about half a percentage point in each direction',
    holds: (run) => Math.abs(intervalOf(run)[1] - intervalOf(run)[0] - 1) < 0.3,
  },
  {
    says: 'For 1,000 of the test images, three people without expertise in fashion each chose a class',
    holds: (run) => publishedAccuracy(run, fashion, 'people', '1,000 images').length === 1,
  },
  {
    says: 'does about as well as people',
    holds: (run) =>
      Math.abs(accuracyBeside(run, 'people') - accuracyBeside(run, 'logistic regression')) < 1.5,
  },
  {
    says: 'Both make about twice as many errors',
    holds: (run) =>
      ['people', 'logistic regression'].every((name) => {
        const times = (100 - accuracyBeside(run, name)) / (100 - accuracyOf(run));
        return times > 1.75 && times < 2.25;
      }),
  },
  {
    says: 'Three hidden layers of 1,024 units, with images shifted by up to two pixels and mirrored, and 200 epochs, have reached #%',
    numbers: bestPublished,
  },
  {
    says: 'hidden layers of 256, 128 and 64 units without augmentation have reached #%',
    numbers: (run) => publishedAccuracy(run, fashion, '256-128-64', 'no augmentation'),
  },
  {
    says: 'The difference from the result here may be chance',
    holds: (run) => {
      const [lower, upper] = intervalOf(run);
      return bestPublished(run).every((accuracy) => lower < accuracy && accuracy < upper);
    },
  },
  {
    says: 'hidden layers of 1,024 and 512 units, 150 epochs and **mixup**, which blends pairs of images, this library reaches #%, the mean accuracy of five',
    numbers: (run) => [accuracyBeside(run, fashion.bestResult.name)],
  },
  {
    says: 'The shirt is far below all other classes',
    holds: (run) => {
      const [lowest, next] = run
        .table('class')
        .slice(0, 10)
        .map((row) => ({ name: row.class!, f1: Number(row.F1) }))
        .sort((left, right) => left.f1 - right.f1);
      return lowest!.name === 'Shirt' && next!.f1 - lowest!.f1 > 0.05;
    },
  },
  {
    says: 'About nine in ten errors are within two groups',
    holds: (run) => {
      const share = errorsWithinBlocks(run) / mistakesIn(run);
      return share > 0.87 && share < 0.96;
    },
  },
  {
    says: 'Between the groups there are hardly any',
    holds: (run) => errorsBetweenBlocks(run) < mistakesIn(run) / 50,
  },
  {
    says: 'The shirt is in all or nearly all of these pairs',
    holds: (run) => {
      const pairs = run.table('true class');
      return pairs.filter((row) => Object.values(row).includes('Shirt')).length >= pairs.length - 1;
    },
  },
  {
    says: 'Most images are in the last group',
    holds: (run) => last(run.traces('reliability').filter(({ type }) => type === 'bar')[1]!.y!) > 50,
  },
  {
    says: 'brings the dot of this group onto the diagonal, so the average falls',
    holds: (run) => {
      const curves = run.traces('reliability').filter(({ mode }) => mode === 'lines+markers');
      const [before, after] = curves.map(({ x, y }) => Math.abs(last(x!) - last(y!)));
      const falls =
        run.numberAfter('reliability', 'and after') <
        run.numberAfter('reliability', 'before temperature scaling');
      return after! < 1 && after! < before! && falls;
    },
  },
  {
    says: "In both charts, the middle part of the shirt's curve is far below the others",
    holds: (run) =>
      /from 0\.9[678]\d+ \(Shirt\)/.test(run.description('roc')) &&
      /from 0\.[78]\d+ \(Shirt\)/.test(run.description('precision-recall')),
  },
  {
    says: 'A shift by one pixel costs the large network about a point or less',
    holds: (run) => costOf(run, 'shifted 1 px') < 1.4,
  },
  {
    says: 'costs it far more',
    holds: (run) => costOf(run, 'shifted 3 px') > 8 * costOf(run, 'shifted 1 px'),
  },
  {
    says: 'At least half are classified correctly, on light and on dark backgrounds, and the bare floor is rejected',
    holds: (run) => {
      const isRight = /(t-shirt|trouser|pullover|dress|bag|sneaker|boot|sandal)[^:]*: [^,]*\1/i;
      const right = run
        .description('own-pictures')
        .split('; ')
        .filter((text) => isRight.test(text)).length;
      return right >= 6 && !/floor: (?!rejected|out of)/.test(lastOwnImage(run));
    },
  },
  {
    says: 'the sandal is misread as a sneaker, and for the pullover on dots even the most likely class gets a low probability',
    holds: (run) => {
      const pullover = /a pullover on dots: [^,;]*, ([\d.]+)%/.exec(run.description('own-pictures'));
      return (
        Number(pullover?.[1] ?? 100) < 75 &&
        /a sandal on white: Sneaker/.test(run.description('own-pictures'))
      );
    },
  },
  {
    says: 'Here the boot is flagged',
    holds: (run) => /boot on a floor: out of distribution/.test(run.description('own-pictures')),
  },
  {
    says: 'More than half of its errors are between shirts',
    holds: (run) => errorsWithShirts(run) > mistakesIn(run) / 2,
  },
  {
    says: 'more than half of all errors are among these four',
    holds: (run) => {
      const four = [0, 2, 4, 6];
      return (
        mistakesIn(run, (label, prediction) => four.includes(label) && four.includes(prediction)) >
        mistakesIn(run) / 2
      );
    },
  },
];

/** The prediction for the last drawing, which shows a bare floor. */
const lastOwnImage = (run: LessonOutputs) => run.description('own-pictures').split('; ').at(-1)!;

/** Numbers in the lesson that are not outputs. */
export const plainNumbers: readonly string[] = [
  ...commonPlainNumbers,
  'than a # looks like a #',
  'from # (drawn black: the background) to # (drawn white)',
  'here in batches of # images',
  'The fraction, here #, is the dropout rate',
  // Answers of exercises, measured with two seeds.
  'far lower without it, about # instead of #',
  'about # after training without smoothing and # after training with it',
  'about #% of the mirrored images correctly, instead of #%, and about #% of those shifted by one pixel, instead of #%',
  'Far better, about #%: more',
  // Source: arXiv 1708.07747.
  'published in # by',
  "a layer's outputs to #",
  'one hidden layer of # units, or two of #',
  'from #% to #% is as far as from #% to #%',
  'all networks of the study have # and # units',
  'in batches of #. GELU',
  // Source: bench/accuracy/README.md.
  'even # validation images could not tell differences of # points',
  // Sources: arXiv 1901.06656, table 1, and the table of github.com/zalandoresearch/fashion-mnist.
  'reach # to #%',
];
