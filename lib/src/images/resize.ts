import type { GreyImage } from './grey-image.js';
import { type BoundingBox, type ImageSize, pixelCount } from './image-size.js';

/**
 * Scales a grey image by averaging over the area of each new pixel, which turns black-and-white edges into
 * grey levels like MNIST's.
 *
 * @param size Height and width of the result, whole numbers above 0.
 */
export function resizePicture(picture: GreyImage, size: ImageSize): GreyImage {
  const { rows, columns } = size;
  const narrow = new Float32Array(picture.rows * columns);
  averageAlong(picture.pixels, narrow, {
    lines: picture.rows,
    from: { length: picture.columns, step: 1, lineStep: picture.columns },
    to: { length: columns, step: 1, lineStep: columns },
  });
  const small = new Float32Array(pixelCount(size));
  averageAlong(narrow, small, {
    lines: columns,
    from: { length: picture.rows, step: columns, lineStep: 1 },
    to: { length: rows, step: columns, lineStep: 1 },
  });
  const pixels = new Uint8Array(small.length);
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.round(small[at]!);
  return { pixels, rows, columns };
}

interface Axis {
  readonly length: number;
  /** Distance between neighbours along the axis, in array elements. */
  readonly step: number;
  /** Distance between the first pixels of two lines, in array elements. */
  readonly lineStep: number;
}

function averageAlong(
  source: Uint8Array | Float32Array,
  target: Float32Array,
  { lines, from, to }: { readonly lines: number; readonly from: Axis; readonly to: Axis },
): void {
  const ratio = from.length / to.length;
  const [fromStep, toStep] = [from.lineStep, to.lineStep];
  for (let position = 0; position < to.length; position++) {
    const start = position * ratio;
    const end = Math.min(from.length, start + ratio);
    for (let index = Math.floor(start); index < end; index++) {
      const covered = (Math.min(index + 1, end) - Math.max(index, start)) / ratio;
      let [at, place] = [index * from.step, position * to.step];
      for (let line = 0; line < lines; line++, at += fromStep, place += toStep)
        target[place]! += covered * source[at]!;
    }
  }
}

/** Crops an image, with its colours. The box is clipped to the image. */
export function cropPicture(picture: GreyImage, { top, left, rows, columns }: BoundingBox): GreyImage {
  const [firstRow, firstColumn] = [Math.max(0, top), Math.max(0, left)];
  const height = Math.min(picture.rows, top + rows) - firstRow;
  const width = Math.min(picture.columns, left + columns) - firstColumn;
  const cut = (source: Uint8Array, channels: number) => {
    const target = new Uint8Array(height * width * channels);
    for (let row = 0; row < height; row++) {
      const start = ((firstRow + row) * picture.columns + firstColumn) * channels;
      target.set(source.subarray(start, start + width * channels), row * width * channels);
    }
    return target;
  };
  const { colours } = picture;
  const pixels = cut(picture.pixels, 1);
  return { pixels, rows: height, columns: width, ...(colours ? { colours: cut(colours, 3) } : {}) };
}
