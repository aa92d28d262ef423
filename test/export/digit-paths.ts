/**
 * The ten digits as drawn by hand: strokes of points in a square of side 1. A mouse moves along each.
 */
export const digitPaths: readonly (readonly (readonly [x: number, y: number])[][])[] = [
  [arc(0.5, 0.5, 0.21, 0.32, -90, 270)],
  [
    [
      [0.42, 0.3],
      [0.53, 0.18],
      [0.53, 0.82],
    ],
  ],
  [[...arc(0.49, 0.34, 0.19, 0.17, 190, 400), [0.3, 0.81], [0.74, 0.8]]],
  [[...arc(0.47, 0.34, 0.18, 0.16, 205, 440), ...arc(0.47, 0.66, 0.21, 0.18, -80, 150)]],
  [
    [
      [0.35, 0.18],
      [0.29, 0.53],
      [0.7, 0.51],
    ],
    [
      [0.65, 0.2],
      [0.62, 0.84],
    ],
  ],
  [[[0.67, 0.19], [0.37, 0.2], [0.34, 0.46], ...arc(0.48, 0.63, 0.2, 0.19, -120, 140)]],
  [[[0.6, 0.16], [0.45, 0.32], [0.35, 0.52], ...arc(0.5, 0.66, 0.17, 0.16, 190, -170)]],
  [
    [
      [0.28, 0.22],
      [0.71, 0.21],
      [0.58, 0.48],
      [0.46, 0.83],
    ],
  ],
  [
    [
      ...arc(0.5, 0.33, 0.15, 0.15, -60, -270),
      ...arc(0.5, 0.66, 0.18, 0.18, -90, 270),
      ...arc(0.5, 0.33, 0.15, 0.15, 90, -60),
    ],
  ],
  [[...arc(0.49, 0.35, 0.17, 0.17, -20, -380), [0.63, 0.6], [0.56, 0.85]]],
];

/** Part of an ellipse. Angles are in degrees, 0 to the right, and grow clockwise because y grows downwards. */
function arc(
  x: number,
  y: number,
  width: number,
  height: number,
  from: number,
  to: number,
): [number, number][] {
  const count = Math.max(2, Math.ceil(Math.abs(to - from) / 15));
  return Array.from({ length: count + 1 }, (_, index) => {
    const angle = ((from + ((to - from) * index) / count) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });
}
