import type { Random } from 'mnist-lab';
import sharp from 'sharp';

/** Damage done by cameras and messaging apps. */
export const degradations: Readonly<Record<string, (png: Buffer, random: Random) => Promise<Buffer>>> = {
  'out of focus': (png) => sharp(png).blur(5).png().toBuffer(),
  'a JPEG of quality 30': (png) => sharp(png).jpeg({ quality: 30 }).toBuffer(),
  'small and a JPEG of quality 30': (png) => sharp(png).resize(120).jpeg({ quality: 30 }).toBuffer(),
  // Orientation 6 means that the camera was held upright and that the stored pixels are rotated by 90°.
  'turned by EXIF': (png) => sharp(png).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  'from an angle': (png, random) => photographedAskew(png, 0.12 * (random.next() < 0.5 ? 1 : -1)),
};

/** A trapezium, as if one side of the page is further away. */
async function photographedAskew(png: Buffer, depth: number): Promise<Buffer> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const result = Buffer.alloc(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const nearness = 1 + depth * ((2 * x) / width - 1);
      const sourceX = Math.min(width - 1, Math.max(0, Math.round(width / 2 + (x - width / 2) / nearness)));
      const sourceY = Math.min(height - 1, Math.max(0, Math.round(height / 2 + (y - height / 2) / nearness)));
      const from = (sourceY * width + sourceX) * channels;
      data.copy(result, (y * width + x) * channels, from, from + channels);
    }
  }
  return sharp(result, { raw: { width, height, channels } }).png().toBuffer();
}
