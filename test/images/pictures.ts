import type { GreyImage } from '../../lib/src/images/grey-image.js';

/** An image with one filled rectangle, light on dark by default. */
export function rectanglePicture(options: {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
  readonly foreground?: number;
  readonly background?: number;
}): GreyImage {
  const { rows, columns, top, left, height, width, foreground = 255, background = 0 } = options;
  const pixels = new Uint8Array(rows * columns).fill(background);
  for (let row = top; row < top + height; row++) {
    pixels.fill(foreground, row * columns + left, row * columns + left + width);
  }
  return { pixels, rows, columns };
}

/** An image with each pixel repeated `factor` times in both directions and a black margin of `margin` pixels. */
export function enlarged({ pixels, rows, columns }: GreyImage, factor: number, margin: number): GreyImage {
  const height = (rows + 2 * margin) * factor;
  const width = (columns + 2 * margin) * factor;
  const large = new Uint8Array(height * width);
  for (let row = 0; row < rows * factor; row++) {
    for (let column = 0; column < columns * factor; column++) {
      const source = Math.floor(row / factor) * columns + Math.floor(column / factor);
      large[(row + margin * factor) * width + column + margin * factor] = pixels[source]!;
    }
  }
  return { pixels: large, rows: height, columns: width };
}

/** Rows and columns with ink, and the centre of mass in pixels from the top left corner. */
export function measureInk(pixels: Uint8Array, columns = 28) {
  let [top, bottom, left, right, mass, row, column] = [Infinity, -1, Infinity, -1, 0, 0, 0];
  pixels.forEach((pixel, index) => {
    if (pixel === 0) return;
    const [y, x] = [Math.floor(index / columns), index % columns];
    [top, bottom, left, right] = [
      Math.min(top, y),
      Math.max(bottom, y),
      Math.min(left, x),
      Math.max(right, x),
    ];
    mass += pixel;
    row += pixel * (y + 0.5);
    column += pixel * (x + 0.5);
  });
  return {
    top,
    left,
    height: bottom - top + 1,
    width: right - left + 1,
    row: row / mass,
    column: column / mass,
  };
}
