import type { GreyImage } from '../grey-image.js';
import type { Field } from './extremes.js';

/**
 * Grey levels in which the picture's edges stand out most, no larger than a given side: the colours' axis
 * along which neighbouring pixels differ most, so that red ink on a green of the same lightness shows. A
 * picture without colours keeps its grey levels.
 *
 * @param side Longest side of the result; a larger picture is shrunk by averaging.
 * @see Di Zenzo 1986, "A Note on the Gradient of a Multi-Image".
 */
export function greyByContrast(picture: GreyImage, side: number): Field {
  const scale = Math.min(1, side / Math.max(picture.rows, picture.columns));
  const rows = Math.max(1, Math.round(picture.rows * scale));
  const columns = Math.max(1, Math.round(picture.columns * scale));
  const { colours } = picture;
  if (!colours) return { values: shrink(picture.pixels, 1, 0, picture, rows, columns), rows, columns };
  const channels = [0, 1, 2].map((channel) => shrink(colours, 3, channel, picture, rows, columns));
  const weights = steepestAxis(channels, rows, columns);
  const values = new Float32Array(rows * columns);
  const lowest = weights.reduce((sum, weight) => sum + Math.min(0, weight) * 255, 0);
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  for (let at = 0; at < values.length; at++) {
    let sum = -lowest;
    for (let channel = 0; channel < 3; channel++) sum += weights[channel]! * channels[channel]![at]!;
    values[at] = sum / total;
  }
  return { values, rows, columns };
}

/** Shrinks by averaging to a longest side; what is smaller stays as it is. */
export function shrinkField(field: Field, side: number): Field {
  const scale = Math.min(1, side / Math.max(field.rows, field.columns));
  const rows = Math.max(1, Math.round(field.rows * scale));
  const columns = Math.max(1, Math.round(field.columns * scale));
  return { values: shrink(field.values, 1, 0, field, rows, columns), rows, columns };
}

function shrink(
  source: Uint8Array | Float32Array,
  step: number,
  first: number,
  from: { readonly rows: number; readonly columns: number },
  rows: number,
  columns: number,
): Float32Array {
  const result = new Float32Array(rows * columns);
  if (rows === from.rows && columns === from.columns) {
    for (let at = 0; at < result.length; at++) result[at] = source[at * step + first]!;
    return result;
  }
  // Each source pixel goes to the one or two pixels that it covers, along each side.
  const down = shares(from.rows, rows);
  const across = shares(from.columns, columns);
  const line = new Float32Array(columns);
  for (let row = 0; row < from.rows; row++) {
    line.fill(0);
    for (let column = 0; column < from.columns; column++) {
      const value = source[(row * from.columns + column) * step + first]!;
      const target = across.target[column]!;
      line[target]! += across.share[column]! * value;
      if (across.rest[column]! > 0) line[target + 1]! += across.rest[column]! * value;
    }
    const start = down.target[row]! * columns;
    const [share, rest] = [down.share[row]!, down.rest[row]!];
    for (let column = 0; column < columns; column++) result[start + column]! += share * line[column]!;
    if (rest > 0) {
      for (let column = 0; column < columns; column++) {
        result[start + columns + column]! += rest * line[column]!;
      }
    }
  }
  return result;
}

/** For each source pixel the target that it starts in, its part of that, and its part of the next. */
function shares(from: number, to: number) {
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

/** Principal axis of the differences of neighbouring colours, by power iteration; light stays light. */
function steepestAxis(channels: readonly Float32Array[], rows: number, columns: number): number[] {
  const products = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < rows - 2; row++) {
    for (let at = row * columns; at < (row + 1) * columns - 2; at++) {
      for (const step of [2, 2 * columns]) {
        const red = channels[0]![at + step]! - channels[0]![at]!;
        const green = channels[1]![at + step]! - channels[1]![at]!;
        const blue = channels[2]![at + step]! - channels[2]![at]!;
        products[0]! += red * red;
        products[1]! += red * green;
        products[2]! += red * blue;
        products[3]! += green * green;
        products[4]! += green * blue;
        products[5]! += blue * blue;
      }
    }
  }
  const [rr, rg, rb, gg, gb, bb] = products as [number, number, number, number, number, number];
  // A start that is perpendicular to no likely axis.
  let axis = [0.6, 0.5, 0.4];
  for (let round = 0; round < 50; round++) {
    const [red, green, blue] = axis as [number, number, number];
    const next = [
      rr * red + rg * green + rb * blue,
      rg * red + gg * green + gb * blue,
      rb * red + gb * green + bb * blue,
    ];
    const length = Math.hypot(...next);
    if (length === 0) return [0.299, 0.587, 0.114];
    axis = next.map((value) => value / length);
  }
  const [red, green, blue] = axis as [number, number, number];
  return 0.299 * red + 0.587 * green + 0.114 * blue < 0 ? axis.map((value) => -value) : axis;
}
