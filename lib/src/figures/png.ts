import { crc32, deflateSync } from 'node:zlib';
import type { ImageSize } from '../images/image-size.js';
import type { Palette } from './colours.js';

interface IndexedImage {
  /** Colour indices, row-major. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Colour index that is transparent. */
  readonly transparent?: number;
}

/**
 * An image as an indexed PNG (ISO/IEC 15948), the smallest format for few colours, as a `data:` URL.
 *
 * @throws {RangeError} if the pixels are not `width × height`.
 */
export function pngAddress(image: IndexedImage): string {
  return `data:image/png;base64,${encodePng(image).toString('base64')}`;
}

/** The bytes of the PNG file. See {@link pngAddress}. */
export function encodePng({ pixels, width, height, palette, transparent }: IndexedImage): Buffer {
  if (pixels.length !== width * height) {
    throw new RangeError(
      `Writing a PNG of ${width} × ${height}: expected ${width * height} pixels but found ${pixels.length}.`,
    );
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [...colour]))),
    ...(transparent === undefined
      ? []
      : [chunk('tRNS', Buffer.alloc(transparent + 1, 255).fill(0, transparent))]),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

/**
 * Draws images, given as colour indices, at their positions in one transparent PNG, returned as a `data:` URL.
 * `size` has the PNG's `width` and `height`, and each image's `rows` and `columns`.
 */
export function imageMosaic(
  places: readonly { readonly pixels: Uint8Array; readonly x: number; readonly y: number }[],
  size: ImageSize & Pick<IndexedImage, 'width' | 'height' | 'palette'>,
): string {
  const { width, height, rows, columns, palette } = size;
  // Colour 255 is transparent. White pixels become 254, which looks the same.
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
