import type { Claim } from './claim.js';
import { bestEpoch, epochs, intervalOf, last } from './from-outputs.js';

/** What both lessons say, in the same words. */
export const commonClaims: readonly Claim[] = [
  { says: '28 × 28', from: 'the dataset' },
  { says: '784', from: 'the dataset' },
  { says: 'numbers from 0 to 255', from: 'the dataset' },
  { says: '784 numbers from 0 (', from: 'the dataset' },
  { says: ') to 255 (', from: 'the dataset' },
  { says: '**label** from 0 to 9', from: 'the dataset' },
  { says: 'of the 60,000 images', holds: (run) => run.cell('part', 'training', 'images') === 60_000 },
  { says: 'SHA-256', from: 'its name' },
  { says: 'parameters in section 1', from: 'this text' },
  { says: 'F1', from: 'its name' },
  { says: 'numbers around 0,', from: 'the scaling' },
  { says: 'negative ones towards 0', from: 'Hendrycks and Gimpel 2016' },
  { says: 'negative numbers towards 0', from: 'Hendrycks and Gimpel 2016' },
  { says: 'add up to 1', from: 'what a probability is' },
  { says: 'falls to 0', from: 'what a logarithm is' },
  { says: 'goes from 1 to 0', from: 'what a probability is' },
  { says: '100 % for the right class but 95 %', from: 'the recipe, which has label smoothing of 0.05' },
  { says: 'targets of 95 % instead of 100 %', from: 'the recipe, which has label smoothing of 0.05' },
  { says: 'say, 80 % confidence, 80 % were right', from: 'an example' },
  { says: 'made with 80 % confidence are right in 80 % of cases', from: 'an example' },
  { says: 'with 95 % confidence', from: 'the interval, which is one of 95 %' },
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
