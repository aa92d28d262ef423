import type { Claim } from './claim.js';
import { bestEpoch, epochs, intervalOf, last, parameter } from './outputs.js';

/** What both lessons say, in the same words. */
export const commonClaims: readonly Claim[] = [
  { says: '28 × 28', holds: (run) => run.table('part').every(({ pixels }) => pixels === '28 × 28') },
  { says: '784', holds: (run) => run.table('part').every(({ pixels }) => pixels === '28 × 28') },
  { says: '**label** from 0 to #', numbers: (run) => [run.cell('part', 'training', 'classes') - 1] },
  { says: 'of the # images', numbers: (run) => [run.cell('part', 'training', 'images')] },
  {
    says: '100 % for the right class but # %',
    numbers: (run) => [100 * (1 - Number(parameter(run, 'labelSmoothing')))],
  },
  {
    says: 'targets of # % instead of 100 %',
    numbers: (run) => [100 * (1 - Number(parameter(run, 'labelSmoothing')))],
  },
  { says: '**batch** of # pictures', numbers: (run) => [Number(parameter(run, 'batchSize'))] },
  {
    says: 'the # with the largest weights',
    numbers: (run) => [run.numberAfter('first-layer', 'Weights from the pixels to')],
  },
  { says: 'there are # of them', numbers: (run) => [last(epochs(run, 'epoch'))] },
  {
    says: '*Best* is the epoch with the lowest validation loss, # here',
    numbers: (run) => {
      const losses = epochs(run, 'validation loss');
      return losses[bestEpoch(run) - 1] === Math.min(...losses) ? [bestEpoch(run)] : [Number.NaN];
    },
  },
  { says: '# % to # % for this network', numbers: intervalOf },
];

/** Numbers of both lessons that no run shows. */
export const commonPlainNumbers: readonly string[] = [
  'numbers from 0 to 255',
  'numbers from 0 (',
  ') to 255 (',
  'SHA-256',
  'F1',
  'numbers around 0,',
  'negative ones towards 0',
  'negative numbers towards 0',
  'add up to 1',
  'falls to 0',
  'goes from 1 to 0',
  'say, 80 % confidence, 80 % were right',
  'made with 80 % confidence are right in 80 % of cases',
  'with 95 % confidence',
];
