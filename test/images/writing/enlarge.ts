/** A grey image of few pixels, 0 to 255, row-major. */
interface Thumbnail {
  readonly pixels: ArrayLike<number>;
  readonly side: number;
}

/** Kernels that programs enlarge images with, as functions of the distance in pixels, below 2. */
export const kernels = {
  linear: (x: number) => Math.max(0, 1 - x),
  /** Bicubic of Pillow and Photoshop, a = -0.5. */
  catmullRom: (x: number) => cubic(x, -0.5),
  /** Bicubic of OpenCV and browsers' canvases, a = -0.75. */
  sharpCubic: (x: number) => cubic(x, -0.75),
  lanczos: (x: number) => sinc(x) * sinc(x / 2),
  /** The softest kernel. Unlike the others, it does not preserve the values of the original pixels. */
  spline: (x: number) => (x < 1 ? (4 - 6 * x ** 2 + 3 * x ** 3) / 6 : (2 - x) ** 3 / 6),
} as const;

const cubic = (x: number, a: number) =>
  x < 1 ? (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1 : a * (x ** 3 - 5 * x ** 2 + 8 * x - 4);
const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Enlarges a square image to `side` × `side` pixels. Its outermost pixels are repeated outside. */
export function enlarge(
  { pixels, side: from }: Thumbnail,
  side: number,
  kernel: keyof typeof kernels,
): Uint8Array {
  const weights = Array.from({ length: side }, (_, at) => {
    const centre = ((at + 0.5) * from) / side - 0.5;
    const near = [-1, 0, 1, 2].map((step) => Math.floor(centre) + step);
    return near.map((place) => ({
      place: Math.min(from - 1, Math.max(0, place)),
      weight: kernels[kernel](Math.abs(centre - place)),
    }));
  });
  const wide = Array.from({ length: from * side }, (_, at) =>
    sum(weights[at % side]!, (place) => pixels[Math.floor(at / side) * from + place]!),
  );
  const large = Uint8ClampedArray.from({ length: side * side }, (_, at) =>
    sum(weights[Math.floor(at / side)]!, (place) => wide[place * side + (at % side)]!),
  );
  return new Uint8Array(large.buffer);
}

function sum(
  weights: readonly { readonly place: number; readonly weight: number }[],
  value: (place: number) => number,
): number {
  const all = weights.reduce((total, { weight }) => total + weight, 0);
  return weights.reduce((total, { place, weight }) => total + weight * value(place), 0) / all;
}
