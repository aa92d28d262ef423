import { numbers } from '../../options/value-kind.js';
import { normalNumbers } from '../../program/random-numbers.js';
import { type BatchContext, defineAugmentation } from './augmentation.js';

/**
 * Knots of the spline field in each direction. In 28 × 28 pixels, about five pixels of a stroke then move together.
 */
const knots = 5;

/**
 * Elastic deformation (Simard et al. 2003): every pixel moves by a smooth random field, here cubic splines
 * over a grid of normal draws.
 */
export const elasticPixels = defineAugmentation<number>({
  option: {
    kind: numbers({ from: 0 }),
    standard: 0,
    help: 'standard deviation of elastic shifts per axis, in pixels (Simard et al. 2003)',
  },
  warp(context, { x, y }, pixels) {
    const { ops, rows, columns } = context;
    const splines = ops.matrix(splineField(rows, columns), [knots * knots, rows * columns]);
    const field = () => ops.multiply(ops.matMul(normalRows(context, knots * knots), splines), pixels);
    return { x: ops.add(x, field()), y: ops.add(y, field()) };
  },
});

function normalRows(
  { ops, batchSize, randomBits }: BatchContext,
  width: number,
): Parameters<typeof ops.matMul>[0] {
  return normalNumbers(ops, randomBits([batchSize, width]), randomBits([batchSize, width]));
}

/**
 * Weights of each knot for each pixel, knots × pixels, normalised so that the field has a standard deviation of 1 at
 * every pixel.
 */
function splineField(rows: number, columns: number): Float32Array {
  const field = new Float32Array(knots * knots * rows * columns);
  const at = (place: number, size: number) => (size > 1 ? (place * (knots - 1)) / (size - 1) : 0);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const shares = Array.from({ length: knots * knots }, (_, knot) => {
        const down = cubicSpline(at(row, rows) - Math.floor(knot / knots));
        return down * cubicSpline(at(column, columns) - (knot % knots));
      });
      const length = Math.hypot(...shares);
      shares.forEach((share, knot) => {
        field[knot * rows * columns + row * columns + column] = share / length;
      });
    }
  return field;
}

function cubicSpline(distance: number): number {
  const far = Math.abs(distance);
  if (far < 1) return 2 / 3 - far ** 2 + far ** 3 / 2;
  return far < 2 ? (2 - far) ** 3 / 6 : 0;
}
