import { readFile } from 'node:fs/promises';
import type Sharp from 'sharp';

/** One grey image of any size. */
export interface GreyImage {
  /** 0 (black) to 255 (white), rows × columns, row-major. */
  readonly pixels: Uint8Array;
  /** Height in pixels. */
  readonly rows: number;
  /** Width in pixels. */
  readonly columns: number;
}

/** Far above any photograph, and small enough that a hostile file cannot take all memory. */
const largestPixelCount = 64_000_000;

/**
 * Decodes an image file: PNG, JPEG, WebP, GIF (first frame), AVIF, TIFF or SVG. Colours become grey as the eye
 * weighs them, a camera's rotation is applied, and what is transparent shows white, or black behind a light
 * drawing. The decoder (sharp) is loaded at the first call.
 *
 * @param source Path of the file, or its bytes.
 * @param name What to call the image in messages. Defaults to the path.
 * @throws {Error} If the file cannot be read or is not an image; the message names it.
 *
 * @example
 * ```ts
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><rect width="2" height="3"/></svg>';
 * const { pixels, rows, columns } = await decodeImage(Buffer.from(svg));
 * console.log(rows, columns, [...pixels.subarray(0, 4)]); // 3 4 [ 0, 0, 255, 255 ]
 * ```
 */
export async function decodeImage(
  source: string | Uint8Array,
  name: string = typeof source === 'string' ? source : 'the image',
): Promise<GreyImage> {
  const bytes = typeof source === 'string' ? await readImageFile(source) : source;
  if (bytes.length === 0) throw new Error(`Cannot decode ${name}: it is empty, wanted an image file`);
  const sharp: typeof Sharp = require('sharp');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: largestPixelCount })
      .autoOrient()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { pixels: toGrey(data), rows: info.height, columns: info.width };
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(
      `Cannot decode ${name}: ${reason}; wanted a PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG image`,
      { cause: error },
    );
  }
}

async function readImageFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Error(`Cannot read the image ${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Weighs red, green and blue as ITU-R BT.601 does, and lays the result on white, or on black if what is drawn
 * is light: else it would vanish.
 */
function toGrey(rgba: Uint8Array): Uint8Array {
  const count = rgba.length / 4;
  const grey = new Uint8Array(count);
  let weighted = 0;
  let opacity = 0;
  for (let pixel = 0; pixel < count; pixel++) {
    const [red, green, blue] = [rgba[4 * pixel]!, rgba[4 * pixel + 1]!, rgba[4 * pixel + 2]!];
    grey[pixel] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    opacity += rgba[4 * pixel + 3]!;
    weighted += grey[pixel]! * rgba[4 * pixel + 3]!;
  }
  if (opacity === 255 * count) return grey;
  const background = weighted > opacity * 127.5 ? 0 : 255;
  return grey.map((value, pixel) => {
    const share = rgba[4 * pixel + 3]! / 255;
    return Math.round(value * share + background * (1 - share));
  });
}
