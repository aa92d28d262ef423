import { numbers } from '../../options/value-kind.js';
import type { AugmentationEasing } from '../option-types.js';

const easingOptions = {
  from: {
    kind: numbers({ from: 0, below: 1 }),
    help: 'part of the training after which changes of images become weaker',
    flag: 'easingFrom',
  },
  to: {
    kind: numbers({ from: 0, to: 1 }),
    standard: 0,
    help: 'part of their strength that is left after the last step',
    flag: 'easingTo',
  },
} as const;

/**
 * Augmentation that grows weaker towards the end, so that a network ends on images as they will be asked about
 * (He et al. 2019, "Data augmentation revisited").
 */
export const augmentationEasing = {
  help: 'lets changes of images fade towards the end of the training (He et al. 2019)',
  required: ['from'],
  options: easingOptions,
} as const;

/**
 * How strong augmentations are in a step, from 0 to 1: whole at first, then along a straight line to what is left.
 *
 * @param step counted from 0.
 * @param steps of the whole training.
 */
export function augmentationStrength(
  easing: Required<AugmentationEasing> | undefined,
  step: number,
  steps: number,
): number {
  if (!easing) return 1;
  const eased = Math.max(0, step / steps - easing.from) / (1 - easing.from);
  return 1 - eased * (1 - easing.to);
}
