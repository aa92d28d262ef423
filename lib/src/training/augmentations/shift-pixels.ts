import { wholeNumbers } from '../../options/value-kind.js';
import { defineAugmentation, heldWidth } from './augmentation.js';

/** Moves each image by up to so many whole pixels in each direction, filling with background. */
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
  // The images are held with that much background around them, so a shift is another place to begin at.
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
