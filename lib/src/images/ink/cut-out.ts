import type { FloatImage } from '../grey-image.js';
import type { Mark } from './group-marks.js';
import { type InkStrength, percentile } from './strength.js';

/** Of a stroke's strength: what noise leaves of the paper is less. */
const faintestShare = 0.15;

/** The ink of a character: full where it is as strong as most of its strokes, with the soft edges around them. */
export function cutOut({ box, parts }: Mark, strength: InkStrength, labels: Int32Array): FloatImage {
  const { rows, columns, values } = strength;
  const fringe = Math.max(1, Math.round(Math.max(rows, columns) / 200));
  const top = Math.max(0, box.top - fringe);
  const left = Math.max(0, box.left - fringe);
  const height = Math.min(rows, box.top + box.rows + fringe) - top;
  const width = Math.min(columns, box.left + box.columns + fringe) - left;
  const own = new Set(parts.map(({ label }) => label));
  const isNear = new Uint8Array(height * width);
  const inside: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = (top + row) * columns + left + column;
      if (labels[at] === 0 || !own.has(labels[at]!)) continue;
      inside.push(values[at]!);
      const [first, last] = [Math.max(0, column - fringe), Math.min(width, column + fringe + 1)];
      for (let near = Math.max(0, row - fringe); near <= Math.min(height - 1, row + fringe); near++) {
        isNear.fill(1, near * width + first, near * width + last);
      }
    }
  }
  const full = percentile(Float32Array.from(inside), 0.8);
  const floor = Math.min(faintestShare, (3 * strength.noise) / full);
  const ink = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      if (isNear[at] === 0) continue;
      const value = Math.min(1, values[(top + row) * columns + left + column]! / full);
      ink[at] = value < floor ? 0 : value;
    }
  }
  return { values: ink, rows: height, columns: width };
}
