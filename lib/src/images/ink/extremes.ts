import type { FloatImage } from '../grey-image.js';
import type { ImageSize } from '../image-size.js';

/** Whether to take the darkest or the lightest pixel of a window. */
export type Extreme = 'darkest' | 'lightest';

/**
 * Estimates the background behind strokes: dark strokes are filled with the lighter surroundings
 * (morphological closing), light strokes with the darker ones (opening). Edges of anything wider than the
 * window, such as shadows, stay in place.
 *
 * @param side Side of the square window in pixels.
 * @see Serra 1982, "Image Analysis and Mathematical Morphology". The extremes are computed by
 *   van Herk's algorithm (1992).
 */
export function fillStrokes(field: FloatImage, ink: 'dark' | 'light', side: number): FloatImage {
  const [first, second]: Extreme[] = ink === 'dark' ? ['lightest', 'darkest'] : ['darkest', 'lightest'];
  const radius = Math.max(1, side >> 1);
  const framed = frame(field, first!, second!);
  const filled = slide(slide(framed, first!, radius), second!, radius);
  return unframe(filled, field);
}

/**
 * Pads the image with a frame of paper, one pixel wide. The frame repeats the outermost pixels, but without strokes.
 * Strokes that touch the image's edge are then surrounded by paper, so they are filled too.
 */
function frame({ values, rows, columns }: FloatImage, first: Extreme, second: Extreme): FloatImage {
  const edge: number[] = [];
  for (let column = 0; column < columns; column++) edge.push(column);
  for (let row = 0; row < rows; row++) edge.push(row * columns + columns - 1);
  for (let column = columns - 1; column >= 0; column--) edge.push((rows - 1) * columns + column);
  for (let row = rows - 1; row >= 0; row--) edge.push(row * columns);
  const length = edge.length;
  const loop = new Float32Array(3 * length);
  edge.forEach((place, at) => {
    loop[at] = values[place]!;
  });
  loop.copyWithin(length, 0, length);
  loop.copyWithin(2 * length, 0, length);
  const reach = Math.min(length >> 1, Math.round(0.45 * Math.max(rows, columns)));
  const line = { count: 1, length: 3 * length };
  const paper = slideLines(slideLines(loop, first, reach, line), second, reach, line).subarray(length);

  const width = columns + 2;
  const framed = new Float32Array((rows + 2) * width);
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

function unframe(framed: FloatImage, { rows, columns }: ImageSize): FloatImage {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = (row + 1) * framed.columns + 1;
    values.set(framed.values.subarray(start, start + columns), row * columns);
  }
  return { values, rows, columns };
}

/**
 * The extreme of the square around each pixel, whose side is 2 × radius + 1 pixels. The image's edge is repeated
 * outside.
 */
function slide(field: FloatImage, extreme: Extreme, radius: number): FloatImage {
  const { rows, columns } = field;
  const along = slideLines(field.values, extreme, radius, { count: rows, length: columns });
  return { values: slideRows(along, extreme, radius, field), rows, columns };
}

/** Replaces each pixel by the extreme of the 2 × radius + 1 pixels around it on its line. */
function slideLines(
  source: Float32Array,
  extreme: Extreme,
  radius: number,
  { count, length }: { readonly count: number; readonly length: number },
): Float32Array {
  const window = 2 * radius + 1;
  const sign = extreme === 'lightest' ? 1 : -1;
  const result = new Float32Array(source.length);
  // Round up to complete windows, so that none is cut at the end of the line.
  const size = Math.ceil((length + 2 * radius) / window) * window;
  const left = new Float32Array(size);
  const right = new Float32Array(size);
  for (let start = 0; start < count * length; start += length) {
    left.fill(sign * source[start]!, 0, radius);
    for (let at = 0; at < length; at++) left[radius + at] = sign * source[start + at]!;
    left.fill(left[radius + length - 1]!, radius + length);
    right.set(left);
    for (let block = 0; block < size; block += window) {
      let most = left[block]!;
      for (let at = block + 1; at < block + window; at++) {
        if (left[at]! > most) most = left[at]!;
        else left[at] = most;
      }
      most = right[block + window - 1]!;
      for (let at = block + window - 2; at >= block; at--) {
        if (right[at]! > most) most = right[at]!;
        else right[at] = most;
      }
    }
    join(right, left.subarray(window - 1), sign, result.subarray(start, start + length));
  }
  return result;
}

/**
 * Filters all columns together, row by row: going column by column would cause a cache miss at every step.
 */
function slideRows(
  source: Float32Array,
  extreme: Extreme,
  radius: number,
  { rows, columns }: ImageSize,
): Float32Array {
  const window = 2 * radius + 1;
  const sign = extreme === 'lightest' ? 1 : -1;
  const size = Math.ceil((rows + 2 * radius) / window) * window;
  const left = new Float32Array(size * columns);
  for (let row = 0; row < size; row++) {
    const from = Math.min(rows - 1, Math.max(0, row - radius)) * columns;
    const to = row * columns;
    for (let column = 0; column < columns; column++) left[to + column] = sign * source[from + column]!;
  }
  const right = left.slice();
  for (let row = 0; row < size; row++) {
    if (row % window > 0) raise(left, row * columns, (row - 1) * columns, columns);
    const back = size - 1 - row;
    if (back % window < window - 1) raise(right, back * columns, (back + 1) * columns, columns);
  }
  const result = new Float32Array(source.length);
  join(right, left.subarray((window - 1) * columns), sign, result);
  return result;
}

/**
 * Combines two parts of a window, which overlaps the end of one block and the beginning of the next. The
 * extreme of a window is the extreme of both parts.
 */
function join(ends: Float32Array, beginnings: Float32Array, sign: number, result: Float32Array): void {
  for (let at = 0; at < result.length; at++) {
    const one = ends[at]!;
    const other = beginnings[at]!;
    result[at] = one > other ? sign * one : sign * other;
  }
}

/** Sets each value of the row `to` to the larger of itself and the value of the row `from` in this column. */
function raise(values: Float32Array, to: number, from: number, columns: number): void {
  for (let column = 0; column < columns; column++) {
    const other = values[from + column]!;
    if (other > values[to + column]!) values[to + column] = other;
  }
}
