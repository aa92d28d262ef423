import { numbers } from '../../options/value-kind.js';
import type { AugmentationAnnealing } from '../option-types.js';

const annealingOptions = {
  start: {
    kind: numbers({ from: 0, below: 1 }),
    help: 'fraction of training after which augmentation weakens',
    flag: 'augmentAnnealStart',
  },
  finalStrength: {
    kind: numbers({ from: 0, to: 1 }),
    standard: 0,
    help: 'fraction of augmentation strength left after the last step',
    flag: 'augmentFinalStrength',
  },
} as const;

/**
 * Augmentation that becomes weaker towards the end, so that training ends on images like those to be
 * classified (He et al. 2019, "Data augmentation revisited").
 */
export const augmentationAnnealing = {
  help: 'reduces augmentation strength towards the end of training (He et al. 2019)',
  required: ['start'],
  options: annealingOptions,
} as const;

/**
 * The strength of augmentations in a step, from 0 to 1: full at first, then linearly decreasing to the final
 * strength.
 *
 * @param step counted from 0.
 * @param steps number of steps of the training run.
 */
export function augmentationStrength(
  annealing: Required<AugmentationAnnealing> | undefined,
  step: number,
  steps: number,
): number {
  if (!annealing) return 1;
  const progress = Math.max(0, step / steps - annealing.start) / (1 - annealing.start);
  return 1 - progress * (1 - annealing.finalStrength);
}
