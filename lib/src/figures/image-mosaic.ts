import { pngAddress } from './png.js';

/** Sizes of a mosaic and of each image in it, in pixels. */
export interface MosaicSize {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  readonly palette: readonly (readonly [number, number, number])[];
}

/** An image and the place of its upper left corner. */
export interface MosaicPlace {
  /** Colour numbers of the palette, row-major. */
  readonly pixels: Uint8Array;
  readonly x: number;
  readonly y: number;
}

/** Images at their places in one transparent PNG, as a `data:` address. */
export function imageMosaic(places: readonly MosaicPlace[], size: MosaicSize): string {
  const { width, height, rows, columns, palette } = size;
  // Colour 255 gives way to what lies between the images; 254 looks the same.
  const mosaic = new Uint8Array(width * height).fill(255);
  for (const { pixels, x, y } of places) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        mosaic[(y + row) * width + x + column] = Math.min(254, pixels[row * columns + column]!);
      }
    }
  }
  return pngAddress({ pixels: mosaic, width, height, palette, transparent: 255 });
}
