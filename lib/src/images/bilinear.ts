/** A point between two pixels along one axis. */
export interface PointOnAxis {
  readonly first: number;
  readonly second: number;
  /** Weight of the second pixel, 0 to 1. */
  readonly share: number;
}

/**
 * The pixels on both sides of a point. Outside the image, the outermost pixel is repeated.
 *
 * @param at Distance from the middle of the first pixel, in pixels.
 * @param length Number of pixels along the axis.
 */
export function pointOnAxis(at: number, length: number): PointOnAxis {
  const exact = Math.min(length - 1, Math.max(0, at));
  const first = Math.floor(exact);
  return { first, second: Math.min(length - 1, first + 1), share: exact - first };
}

/**
 * Interpolates between the four pixels around a point.
 *
 * @param values rows × columns × channels numbers, row-major.
 */
export function bilinear(
  values: Uint8Array | Float32Array,
  columns: number,
  x: PointOnAxis,
  y: PointOnAxis,
  channels = 1,
  channel = 0,
): number {
  const left = x.first * channels + channel;
  const right = x.second * channels + channel;
  const above = y.first * columns * channels;
  const below = y.second * columns * channels;
  const upper = (1 - x.share) * values[above + left]! + x.share * values[above + right]!;
  const lower = (1 - x.share) * values[below + left]! + x.share * values[below + right]!;
  return (1 - y.share) * upper + y.share * lower;
}
