import { wholeNumbers } from '../../options/value-kind.js';
import { defineAugmentation, heldWidth } from './augmentation.js';

/**
 * Shifts each image by up to a chosen number of whole pixels in each direction. Uncovered pixels are
 * background.
 */
export const shiftPixels = defineAugmentation<number>({
  option: {
    kind: wholeNumbers({ from: 0 }),
    standard: 0,
    help: 'maximum shift in whole pixels, in each direction',
  },
  margin: (pixels) => pixels,
  obstacle: (pixels, { rows, columns }) =>
    pixels >= Math.min(rows, columns)
      ? `less than the image's smaller side, ${Math.min(rows, columns)},`
      : undefined,
  // The stored images have a margin of background of this size, so a shift only changes the start position.
  drawn: {
    type: 'int32',
    none: 0,
    draw(random, pixels, images) {
      const distance = () => random.integer(2 * pixels + 1) - pixels;
      return distance() * heldWidth(images) + distance();
    },
  },
  move: (_ops, drawn) => drawn,
});
