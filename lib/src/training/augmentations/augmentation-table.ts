import type { Augmentation } from './augmentation.js';
import { elasticPixels } from './elastic-pixels.js';
import { horizontalFlip } from './horizontal-flip.js';
import { mixup } from './mixup.js';
import { rotateDegrees } from './rotate-degrees.js';
import { shear } from './shear.js';
import { shiftPixels } from './shift-pixels.js';
import { strokeWeight } from './stroke-weight.js';
import { zoom } from './zoom.js';

/** Every augmentation, by the name of its option. Numbers are drawn in this order. */
export const augmentations: Readonly<Record<string, Augmentation>> = {
  shiftPixels,
  horizontalFlip,
  rotateDegrees,
  zoom,
  shear,
  elasticPixels,
  strokeWeight,
  mixup,
};

/** A selected augmentation with its strength. */
export interface ChosenAugmentation {
  readonly name: string;
  readonly augmentation: Augmentation;
  readonly chosen: unknown;
}

/** The enabled augmentations, in the table's order. */
export function chosenAugmentations(values: object | undefined): readonly ChosenAugmentation[] {
  return Object.entries(augmentations).flatMap(([name, augmentation]) => {
    const chosen =
      (values as Readonly<Record<string, unknown>> | undefined)?.[name] ?? augmentation.option.standard;
    return chosen === augmentation.option.standard ? [] : [{ name, augmentation, chosen }];
  });
}

/** Width of the background that interpolation needs around an image: two pixels on each side. */
const warpMargin = 2;

/** The margin of background, in pixels, that the chosen augmentations need around each image. */
export function marginOf(chosen: readonly ChosenAugmentation[]): number {
  const moved = chosen.map(({ augmentation, chosen: value }) => augmentation.margin?.(value) ?? 0);
  const warps = chosen.some(({ augmentation }) => augmentation.warp);
  return Math.max(0, ...moved) + (warps ? warpMargin : 0);
}
