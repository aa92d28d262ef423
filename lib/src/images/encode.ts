import type Sharp from 'sharp';
import { decodeImage } from './decode.js';
import type { GreyImage } from './grey-image.js';
import type { ImageSize } from './image-size.js';

/**
 * Images up to this longest side, in pixels, are stored losslessly, so that a network's 28 × 28 input stays
 * exact.
 */
const smallSide = 48;

/** An image as a data URL, for a web page. */
export interface Thumbnail extends ImageSize {
  /** Data URL of the image file. */
  readonly address: string;
}

/**
 * Shrinks an image and keeps its colours.
 *
 * @param file Path of an image file.
 * @param side Longest side in pixels. Smaller images are not scaled.
 * @throws {Error} if it cannot be decoded.
 */
export async function makeThumbnail(file: string, side: number): Promise<Thumbnail> {
  return await encodeThumbnail(await decodeImage(file, file, { longestSide: side }));
}

/** Makes a thumbnail of an image without shrinking it. */
export async function encodeThumbnail(image: GreyImage): Promise<Thumbnail> {
  const { pixels, colours, rows, columns } = image;
  const sharp: typeof Sharp = require('sharp');
  const raw = { width: columns, height: rows, channels: colours ? 3 : 1 } as const;
  const encoder = sharp(colours ?? pixels, { raw });
  const isSmall = Math.max(rows, columns) <= smallSide;
  const bytes = await (isSmall ? encoder.png() : encoder.jpeg({ quality: 75 })).toBuffer();
  const address = `data:image/${isSmall ? 'png' : 'jpeg'};base64,${bytes.toString('base64')}`;
  return { address, rows, columns };
}

/** Renders a trusted SVG to an image file at the size given in the SVG. */
export async function rasterizeSvg(svg: string, kind: 'png' | 'jpeg' | 'webp'): Promise<Uint8Array> {
  const sharp: typeof Sharp = require('sharp');
  return await sharp(Buffer.from(svg), { unlimited: true, limitInputPixels: false })
    .toFormat(kind)
    .toBuffer();
}
