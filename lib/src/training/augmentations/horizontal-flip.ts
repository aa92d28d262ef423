import { flags } from '../../options/value-kind.js';
import { defineAugmentation } from './augmentation.js';

/** Mirrors each image left to right with probability one half. */
export const horizontalFlip = defineAugmentation<boolean>({
  option: { kind: flags, standard: false, help: 'flip images left to right with probability 0.5' },
  drawn: { type: 'int32', draw: (random) => random.integer(2) },
  // The source column of a mirrored pixel is columns - 1 - column, so its offset is columns - 1 - 2 · column.
  move: (ops, drawn, { column, images }) =>
    ops.multiply(drawn, ops.subtract(images.columns - 1, ops.multiply(column, 2))),
});
