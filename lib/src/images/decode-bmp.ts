import type * as BmpDecoder from 'bmp-ts';
import { ImageTooLargeError } from './image-too-large-error.js';

/** Pixels of a BMP file: red, green, blue and opacity (always 255) of each, row-major. */
export interface BmpPixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Whether bytes are those of a BMP file. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes.length > 26 && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Decodes a BMP file, which sharp cannot.
 *
 * @param largestPixelCount More than this is refused before memory is taken.
 * @param name What to call the file in messages.
 * @throws {ImageTooLargeError} if it has more.
 * @throws {Error} if it is cut short.
 */
export function decodeBmp(bytes: Uint8Array, largestPixelCount: number, name: string): BmpPixels {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [file.readInt32LE(18), Math.abs(file.readInt32LE(22))];
  if (width <= 0 || height === 0) throw new Error(`it says that it has ${width} × ${height} pixels`);
  if (width * height > largestPixelCount)
    throw new ImageTooLargeError(name, height, width, largestPixelCount);
  const bmp: typeof BmpDecoder = require('bmp-ts');
  const { data } = bmp.decode(file, { toRGBA: true });
  // Few programs write an opacity, and most that leave room for one leave it 0.
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { data: Buffer.from(data), width, height };
}
