import { readFile } from 'node:fs/promises';
import type Sharp from 'sharp';
import { type GreyImage, greyFromRgb, greyFromRgba } from './grey-image.js';

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
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    // Opacity where the file has it: adding it costs a third of the time of decoding a small file.
    const pixels = info.channels === 4 ? greyFromRgba(data) : greyFromRgb(data);
    return { pixels, rows: info.height, columns: info.width };
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
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' };
    const reason = reasons[code ?? ''] ?? message;
    throw new Error(`Cannot read the image ${file}: ${reason}`, { cause: error });
  }
}
