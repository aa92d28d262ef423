import type Sharp from 'sharp';

/** Draws an SVG of our own making as an image file, pixel by pixel as large as it says. */
export async function rasterizeSvg(svg: string, kind: 'png' | 'jpeg' | 'webp'): Promise<Uint8Array> {
  const sharp: typeof Sharp = require('sharp');
  return await sharp(Buffer.from(svg), { unlimited: true, limitInputPixels: false })
    .toFormat(kind)
    .toBuffer();
}
