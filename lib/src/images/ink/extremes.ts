import type { FloatImage } from '../grey-image.js';
import type { ImageSize } from '../image-size.js';

/** Whether to take the darkest or the lightest pixel of a window. */
export type Extreme = 'darkest' | 'lightest';

/**
 * Grey levels as the bits of 32-bit floats. Floats of at least 0 have the order of their bits, read as integers, and
 * integers are compared about twice as fast.
 */
interface LevelBits extends ImageSize {
  readonly values: Int32Array;
}

/**
 * Estimates the background behind strokes: dark strokes are filled with the lighter surroundings
 * (morphological closing), light strokes with the darker ones (opening). Edges of anything wider than the
 * window, such as shadows, stay in place.
 *
 * @param field Grey levels of at least 0.
 * @param side Side of the square window in pixels.
 * @see Serra 1982, "Image Analysis and Mathematical Morphology". The extremes are computed by
 *   van Herk's algorithm (1992).
 */
export function fillStrokes(field: FloatImage, ink: 'dark' | 'light', side: number): FloatImage {
  const [first, second]: Extreme[] = ink === 'dark' ? ['lightest', 'darkest'] : ['darkest', 'lightest'];
  const radius = Math.max(1, side >> 1);
  const { values, rows, columns } = field;
  const framed = frame({ values: bitsOf(values), rows, columns }, first!, second!);
  const filled = slide(slide(framed, first!, radius), second!, radius);
  return { values: new Float32Array(unframe(filled, field).buffer), rows, columns };
}

function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/**
 * Pads the image with a frame of paper, one pixel wide. The frame repeats the outermost pixels, but without strokes.
 * Strokes that touch the image's edge are then surrounded by paper, so they are filled too.
 */
function frame({ values, rows, columns }: LevelBits, first: Extreme, second: Extreme): LevelBits {
  const edge: number[] = [];
  for (let column = 0; column < columns; column++) edge.push(column);
  for (let row = 0; row < rows; row++) edge.push(row * columns + columns - 1);
  for (let column = columns - 1; column >= 0; column--) edge.push((rows - 1) * columns + column);
  for (let row = rows - 1; row >= 0; row--) edge.push(row * columns);
  const length = edge.length;
  const loop = new Int32Array(3 * length);
  edge.forEach((place, at) => {
    loop[at] = values[place]!;
  });
  loop.copyWithin(length, 0, length);
  loop.copyWithin(2 * length, 0, length);
  const reach = Math.min(length >> 1, Math.round(0.45 * Math.max(rows, columns)));
  const line = { count: 1, length: 3 * length };
  const paper = slideLines(slideLines(loop, first, reach, line), second, reach, line).subarray(length);

  const width = columns + 2;
  const framed = new Int32Array((rows + 2) * width);
  const last = (rows + 1) * width;
  for (let row = 0; row < rows; row++) {
    const start = (row + 1) * width;
    framed.set(values.subarray(row * columns, (row + 1) * columns), start + 1);
    framed[start] = paper[2 * columns + 2 * rows - 1 - row]!;
    framed[start + width - 1] = paper[columns + row]!;
  }
  for (let column = 0; column < columns; column++) {
    framed[column + 1] = paper[column]!;
    framed[last + column + 1] = paper[2 * columns + rows - 1 - column]!;
  }
  framed[0] = paper[0]!;
  framed[width - 1] = paper[columns - 1]!;
  framed[last] = paper[2 * columns + rows - 1]!;
  framed[last + width - 1] = paper[columns + rows]!;
  return { values: framed, rows: rows + 2, columns: width };
}

function unframe(framed: LevelBits, { rows, columns }: ImageSize): Int32Array {
  const values = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = (row + 1) * framed.columns + 1;
    values.set(framed.values.subarray(start, start + columns), row * columns);
  }
  return values;
}

/**
 * The extreme of the square around each pixel, whose side is 2 × radius + 1 pixels. The image's edge is repeated
 * outside.
 */
function slide(field: LevelBits, extreme: Extreme, radius: number): LevelBits {
  const { rows, columns } = field;
  const along = slideLines(field.values, extreme, radius, { count: rows, length: columns });
  return { values: slideRows(along, extreme, radius, field), rows, columns };
}

/**
 * Replaces each pixel by the extreme of the 2 × radius + 1 pixels around it on its line. Such a window overlaps the end
 * of one block of pixels and the beginning of the next, and its extreme is that of both parts.
 */
function slideLines(
  source: Int32Array,
  extreme: Extreme,
  radius: number,
  { count, length }: { readonly count: number; readonly length: number },
): Int32Array {
  const window = 2 * radius + 1;
  const flip = flipFor(extreme);
  const lowest = flip & ~infinityBits;
  const result = new Int32Array(source.length);
  const ends = new Int32Array(window);
  for (let start = 0; start < count * length; start += length) {
    const last = start + length - 1;
    for (let block = start; block <= last; block += window) {
      let most = lowest;
      for (let place = window - 1; place >= 0; place--) {
        const from = Math.min(last, Math.max(start, block + place - radius));
        const level = source[from]! ^ flip;
        if (level > most) most = level;
        ends[place] = most;
      }
      most = lowest;
      const end = Math.min(window, last + 1 - block);
      for (let place = 0; place < end; place++) {
        result[block + place] = larger(most, ends[place]!) ^ flip;
        const level = source[Math.min(last, block + place + radius + 1)]! ^ flip;
        if (level > most) most = level;
      }
    }
  }
  return result;
}

/**
 * As {@link slideLines}, for columns. It filters all columns together, row by row: going column by column would cause a
 * cache miss at every step.
 */
function slideRows(
  source: Int32Array,
  extreme: Extreme,
  radius: number,
  { rows, columns }: ImageSize,
): Int32Array {
  const window = 2 * radius + 1;
  const flip = flipFor(extreme);
  const lowest = flip & ~infinityBits;
  const result = new Int32Array(source.length);
  const ends = new Int32Array(window * columns);
  const most = new Int32Array(columns);
  for (let block = 0; block < rows; block += window) {
    most.fill(lowest);
    for (let place = window - 1; place >= 0; place--) {
      const from = columns * Math.min(rows - 1, Math.max(0, block + place - radius));
      const to = columns * place;
      for (let column = 0; column < columns; column++) {
        most[column] = larger(most[column]!, source[from + column]! ^ flip);
        ends[to + column] = most[column]!;
      }
    }
    most.fill(lowest);
    const end = Math.min(window, rows - block);
    for (let place = 0; place < end; place++) {
      const from = columns * Math.min(rows - 1, block + place + radius + 1);
      const to = columns * (block + place);
      const parts = columns * place;
      for (let column = 0; column < columns; column++) {
        result[to + column] = larger(most[column]!, ends[parts + column]!) ^ flip;
        most[column] = larger(most[column]!, source[from + column]! ^ flip);
      }
    }
  }
  return result;
}

/**
 * The bits to flip in each level. Flipping all bits reverses the order, so that the larger of two flipped levels is the
 * darker one.
 */
function flipFor(extreme: Extreme): number {
  return extreme === 'lightest' ? 0 : -1;
}

/** The bits of a float that is above all levels. */
const infinityBits = 0x7f800000;

/** The larger of two integers of the same sign, without a branch, which the processor would often predict wrongly. */
function larger(one: number, other: number): number {
  const difference = (one - other) | 0;
  return (one - (difference & (difference >> 31))) | 0;
}
