import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type * as BmpDecoder from 'bmp-ts';
import type Sharp from 'sharp';
import { regularFileSize } from '../files/paths.js';
import { readStream } from '../files/read-stream.js';
import { type GreyImage, pictureFromColours } from './grey-image.js';
import { isPixelImage, unsupportedContent } from './image-format.js';
import { largestImageFile } from './image-size.js';

/** Limits on decoding an image. */
export interface DecodeOptions {
  /**
   * Longest side in pixels. Larger images are shrunk. This makes decoding a camera's JPEG several times
   * faster. Defaults to the image's own size.
   */
  readonly longestSide?: number;
  /**
   * Images with more pixels are rejected before they are decoded. Defaults to 64 million, more than most
   * photos have. The limit prevents a malicious file from exhausting the memory.
   */
  readonly largestPixelCount?: number;
  /**
   * Whether SVG is rendered. A small SVG can take minutes, and rendering cannot be aborted: allow it for
   * trusted images only. Defaults to `true` for the path of a file, to `false` for bytes.
   */
  readonly svg?: boolean;
  /** Time limit for decoding, in whole seconds. It does not apply to rendering SVG. Defaults to 30. */
  readonly seconds?: number;
}

/**
 * A `longestSide` that is large enough for `classifyImage`, which shrinks images further. The JPEG decoder reads
 * photos about 4,000 pixels wide at a quarter of their size, which is fast.
 *
 * @example
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="3000"><path d="M1 1H9V9"/></svg>';
 * const options = { longestSide: readingSide, svg: true };
 * console.log((await decodeImage(Buffer.from(svg), 'a large drawing', options)).columns); // 1000
 */
export const readingSide = 1000;

/**
 * Decodes an image file: PNG, JPEG, WebP, GIF (first frame), AVIF, TIFF, BMP or SVG. The result has grey levels
 * (luma) and, if the image has any, its colours. The rotation from the EXIF data is applied. Transparent pixels
 * become white, or black if the drawing is light. The decoder (sharp) is loaded at the first call and runs in its own
 * threads.
 *
 * @param source Path of the file, or its bytes.
 * @param name Name of the image in messages. Defaults to the path.
 * @throws {ImageTooLargeError} if it has more pixels than `largestPixelCount`.
 * @throws {RangeError} if a file has more than 2²⁸ bytes. The message contains its path.
 * @throws {Error} if the file cannot be read, is not an image, is an SVG and `svg` is off, or takes longer
 *   than `seconds`. The message contains `name`, or the path of a file that cannot be read.
 *
 * @example
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><rect width="2" height="3"/></svg>';
 * const { pixels, rows, columns } = await decodeImage(Buffer.from(svg), 'a drawing', { svg: true });
 * console.log(rows, columns, [...pixels.subarray(0, 4)]); // 3 4 [ 0, 0, 255, 255 ]
 */
export async function decodeImage(
  source: string | Uint8Array,
  name: string = typeof source === 'string' ? source : 'the image',
  options: DecodeOptions = {},
): Promise<GreyImage> {
  const { longestSide, svg = typeof source === 'string', seconds = 30 } = options;
  const { largestPixelCount = 64_000_000 } = options;
  const bytes = typeof source === 'string' ? await readImageFile(source) : source;
  if (bytes.length === 0) throw new Error(`Decoding ${name}: expected an image file but found an empty one.`);
  if (!svg && !isPixelImage(bytes))
    throw new Error(
      `Decoding ${name}: expected PNG, JPEG, WebP, GIF, AVIF, TIFF or BMP but found something else. SVG is rendered only ` +
        'with { svg: true }.',
    );
  const unsupported = unsupportedContent(bytes);
  if (unsupported) throw new Error(`Decoding ${name}: expected a supported format but found ${unsupported}.`);
  const sharp: typeof Sharp = require('sharp');
  try {
    let image = openImage(sharp, bytes, largestPixelCount, name).timeout({ seconds }).autoOrient();
    if (longestSide !== undefined)
      image = image.resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true });
    const { data, info } = await image
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    // Images without opacity have three channels. Adding a fourth would make decoding small files a third slower.
    const size = { rows: info.height, columns: info.width };
    const picture = pictureFromColours(data, size, info.channels === 4 ? 4 : 3);
    if (longestSide === undefined) return picture;
    const { width, height } = (await image.metadata()).autoOrient;
    const shrunkBy = Math.max(width, height) / Math.max(info.width, info.height);
    return { ...picture, shrunkBy, fileSize: { rows: height, columns: width } };
  } catch (error) {
    if (error instanceof ImageTooLargeError) throw error;
    if ((error as Error).message.includes('exceeds pixel limit')) {
      const { height, width } = await sharp(bytes, { limitInputPixels: false }).metadata();
      throw new ImageTooLargeError(name, height, width, largestPixelCount, { cause: error });
    }
    throw decodeFailure(name, error, seconds);
  }
}

function openImage(
  sharp: typeof Sharp,
  bytes: Uint8Array,
  limitInputPixels: number,
  name: string,
): Sharp.Sharp {
  if (!isBmp(bytes)) return sharp(bytes, { limitInputPixels });
  const { data, width, height } = decodeBmp(bytes, limitInputPixels, name);
  return sharp(data, { raw: { width, height, channels: 4 } });
}

function decodeFailure(name: string, cause: unknown, seconds: number): Error {
  // Decoders may report several lines. The first one states the reason.
  const [reason = ''] = (cause as Error).message.split('\n');
  const doing = `Decoding ${name}`;
  if (/^timeout: /.test(reason))
    return new Error(`${doing}: decoding was aborted because it took longer than ${seconds} s.`, { cause });
  return new Error(
    `${doing}: expected a PNG, JPEG, WebP, GIF, AVIF, TIFF, BMP or SVG image but found something else (${reason}).`,
    { cause },
  );
}

async function readImageFile(file: string): Promise<Uint8Array> {
  const doing = `Reading the image ${file}`;
  try {
    // A pipe or a device may never end.
    if (!(await stat(file)).isFile())
      return await readStream(createReadStream(file), largestImageFile, doing);
    await regularFileSize(file, largestImageFile);
    return await readFile(file);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'file not found', EISDIR: 'it is a folder' };
    const reason = reasons[code ?? ''] ?? message;
    throw new Error(`${doing}: ${reason}.`, { cause: error });
  }
}

function isBmp(bytes: Uint8Array): boolean {
  return bytes.length > 26 && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/** Decodes a BMP file, because sharp cannot. Rejects an image with too many pixels before allocating memory. */
function decodeBmp(bytes: Uint8Array, largestPixelCount: number, name: string) {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [file.readInt32LE(18), Math.abs(file.readInt32LE(22))];
  if (width <= 0 || height === 0) throw new Error(`its header states ${width} × ${height} pixels`);
  if (width * height > largestPixelCount)
    throw new ImageTooLargeError(name, height, width, largestPixelCount);
  const bmp: typeof BmpDecoder = require('bmp-ts');
  const { data } = bmp.decode(file, { toRGBA: true });
  // Most programs write no opacity and leave the fourth byte 0, so ignore it.
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { data: Buffer.from(data), width, height };
}

/**
 * Thrown before decoding if an image has more pixels than `largestPixelCount`.
 *
 * @example
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>';
 * const limits = { svg: true, largestPixelCount: 10_000 };
 * await decodeImage(Buffer.from(svg), 'a wall', limits).catch((error) => {
 *   console.log(error instanceof ImageTooLargeError, error.rows, error.columns); // true 300 400
 * });
 */
export class ImageTooLargeError extends Error {
  override readonly name = 'ImageTooLargeError';

  constructor(
    name: string,
    /** Height of the image in pixels. */
    readonly rows: number,
    /** Width of the image in pixels. */
    readonly columns: number,
    largestPixelCount: number,
    options?: ErrorOptions,
  ) {
    super(
      `Decoding ${name}: expected at most ${largestPixelCount} pixels but found ${columns} × ${rows}.`,
      options,
    );
  }
}
