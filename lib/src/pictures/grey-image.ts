/** A grey picture of any size, as a plain typed array. */
export interface GreyImage {
  /** 0 (black) to 255 (white), rows × columns, row-major. */
  readonly pixels: Uint8Array;
  /** Height in pixels. */
  readonly rows: number;
  /** Width in pixels. */
  readonly columns: number;
}

/**
 * The grey levels of a colour picture: red, green and blue weighed as ITU-R BT.601 does, and the result laid
 * on white, or on black if what is drawn is light: else it would vanish.
 *
 * @param rgba Red, green, blue and opacity of each pixel, 0 to 255, rows × columns × 4, row-major.
 * @returns Rows × columns grey levels, 0 (black) to 255 (white), row-major.
 *
 * @example
 * ```ts
 * const red = Uint8Array.of(255, 0, 0, 255);
 * console.log(greyFromRgba(red)); // Uint8Array(1) [ 76 ]
 * ```
 */
export function greyFromRgba(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const count = rgba.length / 4;
  const grey = new Uint8Array(count);
  let weighted = 0;
  let opacity = 0;
  for (let pixel = 0; pixel < count; pixel++) {
    const at = 4 * pixel;
    grey[pixel] = greyOf(rgba, at);
    opacity += rgba[at + 3]!;
    weighted += grey[pixel]! * rgba[at + 3]!;
  }
  if (opacity === 255 * count) return grey;
  const background = weighted > opacity * 127.5 ? 0 : 255;
  return grey.map((value, pixel) => {
    const share = rgba[4 * pixel + 3]! / 255;
    return Math.round(value * share + background * (1 - share));
  });
}

/** The same for a picture that is opaque everywhere: red, green and blue of each pixel, rows × columns × 3. */
export function greyFromRgb(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = greyOf(rgb, 3 * pixel);
  return grey;
}

function greyOf(colours: Uint8Array | Uint8ClampedArray, at: number): number {
  return Math.round(0.299 * colours[at]! + 0.587 * colours[at + 1]! + 0.114 * colours[at + 2]!);
}

/**
 * Makes the background black, as it is in the datasets: a light one is inverted, and whatever grey it had
 * becomes 0 with the rest stretched over 0..255. The background is the median of the picture's outermost
 * pixels; a picture whose background is black already comes back unchanged.
 *
 * @throws {RangeError} if the picture has no pixels or not as many as its sides say.
 *
 * @example
 * ```ts
 * const { pixels } = withBlackBackground({ pixels: Uint8Array.of(255, 0, 255), rows: 1, columns: 3 });
 * console.log(pixels); // Uint8Array(3) [ 0, 255, 0 ]
 * ```
 */
export function withBlackBackground({ pixels, rows, columns }: GreyImage): GreyImage {
  if (pixels.length === 0 || pixels.length !== rows * columns) {
    throw new RangeError(
      `Cannot use a picture of ${rows} × ${columns} pixels: found ${pixels.length} grey levels, wanted one for each pixel and at least 1`,
    );
  }
  const border: number[] = [];
  for (let row = 0; row < rows; row++) {
    const step = row === 0 || row === rows - 1 ? 1 : Math.max(1, columns - 1);
    for (let column = 0; column < columns; column += step) border.push(pixels[row * columns + column]!);
  }
  border.sort((first, second) => first - second);
  const background = border[border.length >> 1]!;
  const strongest = background >= 128 ? 0 : 255;
  const scale = 255 / (strongest - background);
  return {
    pixels: pixels.map((pixel) => Math.max(0, Math.round((pixel - background) * scale))),
    rows,
    columns,
  };
}
