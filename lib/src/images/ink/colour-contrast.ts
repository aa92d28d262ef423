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
    values[at] = (sum - lowest) / total;
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
  const down = shares(from.rows, rows);
  const across = shares(from.columns, columns);
  const length = columns * channels;
  const result = new Float32Array(rows * length);
  const line = new Float64Array(length);
  let sums = new Float64Array(length);
  let next = new Float64Array(length);
  for (let row = 0; row < from.rows; row++) {
    line.fill(0);
    shrinkLine(source, row * from.columns * channels, channels, across, line);
    const [share, rest, target] = [down.share[row]!, down.rest[row]!, down.target[row]!];
    for (let at = 0; at < length; at++) sums[at]! += share * line[at]!;
    if (rest > 0) for (let at = 0; at < length; at++) next[at]! += rest * line[at]!;
    if (row + 1 < from.rows && down.target[row + 1] === target) continue;
    result.set(sums, target * length);
    sums.fill(0);
    [sums, next] = [next, sums];
  }
  return result;
}

/** Adds the pixels of a row, weighted by overlap, to the target pixels that they cover. */
function shrinkLine(
  source: Uint8Array | Float32Array,
  start: number,
  channels: 1 | 3,
  { target, share, rest }: Shares,
  line: Float64Array,
): void {
  for (let column = 0, at = start; column < target.length; column++, at += channels) {
    const to = target[column]! * channels;
    const own = share[column]!;
    const next = rest[column]!;
    line[to]! += own * source[at]!;
    if (next > 0) line[to + channels]! += next * source[at]!;
    if (channels === 1) continue;
    line[to + 1]! += own * source[at + 1]!;
    line[to + 2]! += own * source[at + 2]!;
    if (next === 0) continue;
    line[to + 4]! += next * source[at + 1]!;
    line[to + 5]! += next * source[at + 2]!;
  }
}

interface Shares {
  readonly target: Int32Array;
  readonly share: Float32Array;
  readonly rest: Float32Array;
}

/**
 * For each source pixel, the first target pixel it covers, its weight there, and its weight in the next one.
 */
function shares(from: number, to: number): Shares {
  const target = new Int32Array(from);
  const share = new Float32Array(from);
  const rest = new Float32Array(from);
  const ratio = to / from;
  for (let at = 0; at < from; at++) {
    const [start, end] = [at * ratio, (at + 1) * ratio];
    target[at] = Math.min(to - 1, Math.floor(start + 1e-9));
    const over = Math.max(0, end - (target[at]! + 1));
    rest[at] = over > 1e-9 && target[at]! < to - 1 ? over : 0;
    share[at] = ratio - rest[at]!;
  }
  return { target, share, rest };
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
  const products = new Float64Array(6);
  const add = (at: number, other: number) => {
    const red = colours[other]! - colours[at]!;
    const green = colours[other + 1]! - colours[at + 1]!;
    const blue = colours[other + 2]! - colours[at + 2]!;
    products[0]! += red * red;
    products[1]! += red * green;
    products[2]! += red * blue;
    products[3]! += green * green;
    products[4]! += green * blue;
    products[5]! += blue * blue;
  };
  for (let row = 0; row < rows - 2; row++) {
    for (let pixel = row * columns; pixel < (row + 1) * columns - 2; pixel++) {
      add(3 * pixel, 3 * (pixel + 2));
      add(3 * pixel, 3 * (pixel + 2 * columns));
    }
  }
  const [rr = 0, rg = 0, rb = 0, gg = 0, gb = 0, bb = 0] = products;
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
