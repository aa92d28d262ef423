import { type BoundingBox, overlap } from './image-size.js';
import type { PreprocessedImages } from './preprocessing.js';

/** A box to draw over a photo, in pixels of the image file. */
export interface MarkedBox {
  readonly kind: 'read' | 'ignored' | 'sheet';
  readonly box: BoundingBox;
  /** Whether the inside of the box is marked too: only for ignored marks that overlap no character. */
  readonly isFilled: boolean;
}

/** Boxes around the classified and ignored parts of a photo, in drawing order. */
export function markedBoxes({
  inputs,
  ignored,
  sheet,
}: Pick<PreprocessedImages, 'inputs' | 'ignored' | 'sheet'>): MarkedBox[] {
  const read = inputs.map(({ box }) => box);
  return [
    ...(sheet ? [{ kind: 'sheet', box: sheet, isFilled: false } as const] : []),
    ...ignored.map(({ box }) => {
      const isFilled = !read.some((other) => overlap(box, other));
      return { kind: 'ignored', box, isFilled } as const;
    }),
    ...read.map((box) => ({ kind: 'read', box, isFilled: false }) as const),
  ];
}
