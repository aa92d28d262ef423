import fc from 'fast-check';
import { decodeImage } from 'mnist-lab';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { damage, damaged } from './damage-bytes.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const cases = faultCases(10_000);
const largestPixelCount = 1_000_000;
const largestGrowth = 500e6;
const colours = Buffer.from(Array.from({ length: 24 * 20 * 3 }, (_, index) => (index * 37) % 256));
const picture = () => sharp(colours, { raw: { width: 24, height: 20, channels: 3 } });
const files: Readonly<Record<string, () => Promise<Buffer>>> = {
  png: () => picture().png().toBuffer(),
  jpeg: () => picture().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  webp: () => picture().webp().toBuffer(),
  gif: () => picture().gif().toBuffer(),
  avif: () => picture().avif().toBuffer(),
  bmp: async () => bmp(),
  tiff: () => picture().tiff({ compression: 'lzw' }).toBuffer(),
};
let memory: number;

/** A BMP file with the same bytes, which it reads as blue, green and red of rows from the bottom up. */
function bmp(): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  const fields = [
    [54 + colours.length, 2],
    [54, 10],
    [40, 14],
    [24, 18],
    [20, 22],
    [1 | (24 << 16), 26],
    [colours.length, 34],
  ];
  for (const [value, at] of fields) header.writeUInt32LE(value!, at!);
  return Buffer.concat([header, colours]);
}

beforeAll(async () => {
  for (const make of Object.values(files)) await decodeImage(await make());
  memory = process.memoryUsage().rss;
});

test.skipIf(process.platform === 'win32')('decodeImage() rejects a device that never ends', async () => {
  await expect(decodeImage('/dev/zero')).rejects.toThrow(
    'Reading the image /dev/zero: expected at most 268,435,456 bytes but found more.',
  );
});

test.each(Object.entries(files))(
  `decodeImage() rejects or decodes each of ${cases} damaged %s files`,
  { timeout: 600_000, ...tries('pictures', cases) },
  async (_, make) => {
    const whole = await make();
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const bytes = damages.reduce(damaged, whole);
        try {
          const { pixels, rows, columns } = await decodeImage(bytes, 'a file', { largestPixelCount });
          expect(pixels).toHaveLength(rows * columns);
          expect(pixels.length).toBeLessThanOrEqual(largestPixelCount);
        } catch (error) {
          if (!/^Decoding a file: /.test((error as Error).message)) throw error;
        }
        expect(process.memoryUsage().rss - memory).toBeLessThan(largestGrowth);
      }),
      { numRuns: cases },
    );
  },
);
