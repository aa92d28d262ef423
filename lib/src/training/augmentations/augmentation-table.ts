import type { Augmentation } from './augmentation.js';
import { horizontalFlip } from './horizontal-flip.js';
import { mixup } from './mixup.js';
import { shiftPixels } from './shift-pixels.js';

/** Every augmentation, by the name of its option; they are drawn and applied in this order. */
export const augmentations: Readonly<Record<string, Augmentation>> = { shiftPixels, horizontalFlip, mixup };

/** An augmentation that was asked for, with how strong it is. */
export interface ChosenAugmentation {
  readonly name: string;
  readonly augmentation: Augmentation;
  readonly chosen: unknown;
}

/** The augmentations that are not off, in the table's order. */
export function chosenAugmentations(values: object | undefined): readonly ChosenAugmentation[] {
  return Object.entries(augmentations).flatMap(([name, augmentation]) => {
    const chosen =
      (values as Readonly<Record<string, unknown>> | undefined)?.[name] ?? augmentation.option.standard;
    return chosen === augmentation.option.standard ? [] : [{ name, augmentation, chosen }];
  });
}

/** The background that images must be held with for all of them. */
export function marginOf(chosen: readonly ChosenAugmentation[]): number {
  return chosen.reduce(
    (most, { augmentation, chosen: value }) => Math.max(most, augmentation.margin?.(value) ?? 0),
    0,
  );
}
