import type { FloatImage, GreyImage } from '../grey-image.js';
import { type ImageSize, scaledSize } from '../image-size.js';

/** An image of averaged pixels: one grey level each, or red, green and blue. */
export interface ColourField extends ImageSize {
  readonly channels: 1 | 3;
  /** rows × columns × channels numbers, row-major. */
  readonly values: Float32Array;
}

/** Shrinks an image to a longest side by averaging, and keeps its colours. Smaller images keep their size. */
export function shrinkColours(picture: GreyImage | ColourField, side: number): ColourField {
  const { rows, columns } = scaledSize(picture, Math.min(1, side / Math.max(picture.rows, picture.columns)));
  const isField = 'values' in picture;
  const channels = isField ? picture.channels : picture.colours ? 3 : 1;
  const source = isField ? picture.values : (picture.colours ?? picture.pixels);
  return { channels, values: shrink(source, channels, picture, rows, columns), rows, columns };
}

/**
 * Converts colours to the grey levels with the strongest edges: a projection onto the colour axis along which nearby
 * pixels differ most. Red ink on equally light green stays visible. An image without colours keeps its grey levels.
 *
 * @see Di Zenzo 1986, "A Note on the Gradient of a Multi-Image".
 */
export function greyByContrast({ channels, values: colours, rows, columns }: ColourField): FloatImage {
  if (channels === 1) return { values: colours, rows, columns };
  const weights = steepestAxis(colours, rows, columns);
  const values = new Float32Array(rows * columns);
  const lowest = weights.reduce((sum, weight) => sum + Math.min(0, weight) * 255, 0);
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const [red, green, blue] = weights;
  for (let at = 0; at < values.length; at++) {
    const from = 3 * at;
    const sum = red * colours[from]! + green * colours[from + 1]! + blue * colours[from + 2]!;
    values[at] = Math.max(0, (sum - lowest) / total);
  }
  return { values, rows, columns };
}

/** Shrinks by averaging. The channels of each pixel are interleaved. */
function shrink(
  source: Uint8Array | Float32Array,
  channels: 1 | 3,
  from: ImageSize,
  rows: number,
  columns: number,
): Float32Array {
  if (rows === from.rows && columns === from.columns) return new Float32Array(source);
  // Along each side, a source pixel covers one or two target pixels. Each row is shrunk to the target's width first,
  // which leaves fewer numbers to add up.
  const down = coverage(from.rows, rows);
  const across = coverage(from.columns, columns);
  const shrinkLine = channels === 1 ? shrinkGreyLine : shrinkColourLine;
  const length = columns * channels;
  const result = new Float32Array(rows * length);
  const sums = new Float64Array(length);
  const line = new Float64Array(length);
  // Reading from one type of array only is twice as fast as reading from bytes or floats.
  const sourceLine = new Float64Array(from.columns * channels);
  for (let row = 0, to = 0; row < from.rows; row++) {
    const start = row * sourceLine.length;
    sourceLine.set(source.subarray(start, start + sourceLine.length));
    shrinkLine(sourceLine, across, line);
    const isLast = row === down.last[to];
    const share = isLast ? down.share[to]! : down.whole;
    for (let at = 0; at < length; at++) sums[at]! += share * line[at]!;
    if (!isLast) continue;
    result.set(sums, to * length);
    const rest = down.rest[to++]!;
    for (let at = 0; at < length; at++) sums[at] = rest * line[at]!;
  }
  return result;
}

/** Averages the pixels of a row, weighted by overlap, for each target pixel that they cover. */
function shrinkGreyLine(
  source: Float64Array,
  { whole, last, share, rest }: Coverage,
  line: Float64Array,
): void {
  let sum = 0;
  for (let to = 0, at = 0; to < last.length; to++) {
    const end = last[to]!;
    for (; at < end; at++) sum += whole * source[at]!;
    const value = source[at++]!;
    line[to] = sum + share[to]! * value;
    sum = rest[to]! * value;
  }
}

/** As {@link shrinkGreyLine}, for red, green and blue. */
function shrinkColourLine(
  source: Float64Array,
  { whole, last, share, rest }: Coverage,
  line: Float64Array,
): void {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let to = 0, at = 0; to < last.length; to++) {
    const end = 3 * last[to]!;
    for (; at < end; at += 3) {
      red += whole * source[at]!;
      green += whole * source[at + 1]!;
      blue += whole * source[at + 2]!;
    }
    const own = share[to]!;
    const next = rest[to]!;
    const place = 3 * to;
    line[place] = red + own * source[at]!;
    line[place + 1] = green + own * source[at + 1]!;
    line[place + 2] = blue + own * source[at + 2]!;
    red = next * source[at++]!;
    green = next * source[at++]!;
    blue = next * source[at++]!;
  }
}

/** How the source pixels along one side cover the target pixels. */
interface Coverage {
  /** Weight of a source pixel that lies within one target pixel. */
  readonly whole: number;
  /** For each target pixel, the last source pixel that begins in it. */
  readonly last: Int32Array;
  /** Weight of that source pixel in the target pixel, and in the next one. */
  readonly share: Float32Array;
  readonly rest: Float32Array;
}

function coverage(from: number, to: number): Coverage {
  const ratio = to / from;
  const last = new Int32Array(to);
  const share = new Float32Array(to);
  const rest = new Float32Array(to);
  for (let at = 0; at < from; at++) {
    const target = Math.min(to - 1, Math.floor(at * ratio + 1e-9));
    const over = Math.max(0, (at + 1) * ratio - (target + 1));
    last[target] = at;
    rest[target] = over > 1e-9 && target < to - 1 ? over : 0;
    share[target] = ratio - rest[target]!;
  }
  return { whole: Math.fround(ratio), last, share, rest };
}

/**
 * Principal axis of the colour differences between nearby pixels, by power iteration. Its direction keeps light
 * pixels light.
 */
function steepestAxis(
  colours: Float32Array,
  rows: number,
  columns: number,
): readonly [number, number, number] {
  let rr = 0;
  let rg = 0;
  let rb = 0;
  let gg = 0;
  let gb = 0;
  let bb = 0;
  for (let row = 0; row < rows - 2; row++) {
    for (let at = 3 * row * columns; at < 3 * ((row + 1) * columns - 2); at += 3) {
      const red = colours[at]!;
      const green = colours[at + 1]!;
      const blue = colours[at + 2]!;
      const redRight = colours[at + 6]! - red;
      const greenRight = colours[at + 7]! - green;
      const blueRight = colours[at + 8]! - blue;
      const below = at + 6 * columns;
      const redBelow = colours[below]! - red;
      const greenBelow = colours[below + 1]! - green;
      const blueBelow = colours[below + 2]! - blue;
      rr += redRight * redRight + redBelow * redBelow;
      rg += redRight * greenRight + redBelow * greenBelow;
      rb += redRight * blueRight + redBelow * blueBelow;
      gg += greenRight * greenRight + greenBelow * greenBelow;
      gb += greenRight * blueRight + greenBelow * blueBelow;
      bb += blueRight * blueRight + blueBelow * blueBelow;
    }
  }
  // Power iteration cannot find an axis perpendicular to its start, so start in a direction that is perpendicular to
  // no likely axis.
  let axis: [number, number, number] = [0.6, 0.5, 0.4];
  for (let round = 0; round < 50; round++) {
    const [red, green, blue] = axis;
    const x = rr * red + rg * green + rb * blue;
    const y = rg * red + gg * green + gb * blue;
    const z = rb * red + gb * green + bb * blue;
    const length = Math.hypot(x, y, z);
    if (length === 0) return [0.299, 0.587, 0.114];
    axis = [x / length, y / length, z / length];
  }
  const [red, green, blue] = axis;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 0 ? [-red, -green, -blue] : axis;
}
