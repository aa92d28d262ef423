import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { decodeImage, ImageTooLargeError } from 'mnist-lab';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostilePng, hostileSvg } from '../../scripts/load/hostile-images.js';

// 3 × 2: a black and a white column, then red, each two rows high.
const colours = Buffer.from([0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0]);
const picture = () => sharp(colours, { raw: { width: 3, height: 2, channels: 3 } });

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mnist-lab-images-'));
});

afterAll(() => rm(folder, { recursive: true }));

test.each(['png', 'webp', 'tiff', 'gif'] as const)('decodeImage() reads %s without loss', async (format) => {
  const options = { webp: { lossless: true }, tiff: { compression: 'lzw' } }[format as string];
  const bytes = await picture().toFormat(format, options).toBuffer();
  const image = await decodeImage(bytes);
  expect([image.rows, image.columns]).toEqual([2, 3]);
  expect([...image.pixels].filter((_, index) => index % 3 < 2)).toEqual([0, 255, 0, 255]);
  expect(image.pixels[2]).toBe(Math.round(0.299 * 255)); // ITU-R BT.601
});

test('decodeImage() reads a JPEG file and applies its EXIF orientation', async () => {
  const file = path.join(folder, 'turned.jpg');
  const grey = sharp(Buffer.from([0, 0, 0, 0, 255, 255, 255, 255]), {
    raw: { width: 4, height: 2, channels: 1 },
  });
  await grey.resize(32, 16, { kernel: 'nearest' }).withMetadata({ orientation: 6 }).jpeg().toFile(file);
  const image = await decodeImage(file);
  expect([image.rows, image.columns]).toEqual([32, 16]);
  expect(image.pixels[0]).toBeGreaterThan(245); // The lower half is on the left after a clockwise rotation.
  expect(image.pixels[15]).toBeLessThan(10);
});

test('decodeImage() converts a 16-bit PNG to values from 0 to 255', async () => {
  const png = await sharp(Buffer.from([0, 255]), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
  expect(png[24]).toBe(16);
  expect([...(await decodeImage(png)).pixels]).toEqual([0, 255]);
});

test.each([
  ['white behind a dark drawing', 0, [0, 255]],
  ['black behind a light drawing', 255, [255, 0]],
])('decodeImage() makes a transparent background %s', async (_, ink, wanted) => {
  const png = await sharp(Buffer.from([ink, ink, ink, 255, 9, 9, 9, 0]), {
    raw: { width: 2, height: 1, channels: 4 },
  })
    .png()
    .toBuffer();
  expect([...(await decodeImage(png)).pixels]).toEqual(wanted);
});

test('decodeImage() rejects a missing, an empty and a truncated file, and one that is not an image', async () => {
  const text = path.join(folder, 'notes.png');
  await writeFile(text, 'these are notes');
  await expect(decodeImage(path.join(folder, 'no.png'))).rejects.toThrow(
    /Reading the image .*no\.png: file not found/,
  );
  await expect(decodeImage(text)).rejects.toThrow(
    /Decoding .*notes\.png: expected a PNG, JPEG.* but found something else/,
  );
  await expect(decodeImage(new Uint8Array(), 'stdin')).rejects.toThrow(
    'Decoding stdin: expected an image file but found an empty one',
  );
  const png = await picture().resize(300, 200).png({ compressionLevel: 0 }).toBuffer();
  await expect(decodeImage(png.subarray(0, png.length / 2))).rejects.toThrow(
    'Decoding the image: expected a PNG',
  );
});

test('decodeImage() reads SVG bytes only if they are allowed, and an SVG file unless it is forbidden', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><rect width="2" height="3"/></svg>';
  await expect(decodeImage(Buffer.from(svg))).rejects.toThrow(
    /^Decoding the image: expected PNG, .* but found something else\. SVG is rendered only with \{ svg: true \}\.$/,
  );
  await expect(decodeImage(Buffer.from(`GIF8 ${svg}`))).rejects.toThrow('found something else');
  await expect(decodeImage(hostileSvg)).rejects.toThrow('found something else');
  for (const pretence of ['<!--ftypavif-->', '<!--ftyp-->', ' ', '\ufeff', '<?xml version="1.0"?>\n'])
    await expect(decodeImage(Buffer.from(`${pretence}${svg}`))).rejects.toThrow('found something else');
  expect((await decodeImage(Buffer.from(svg), 'a drawing', { svg: true })).columns).toBe(4);
  const file = path.join(folder, 'drawing.svg');
  await writeFile(file, svg);
  expect((await decodeImage(file)).columns).toBe(4);
  await expect(decodeImage(file, file, { svg: false })).rejects.toThrow('found something else');
});

test('decodeImage() rejects a file that is too large to be an image', async () => {
  const large = path.join(folder, 'large.png');
  await writeFile(large, '');
  await truncate(large, 2 ** 28 + 1);
  await expect(decodeImage(large)).rejects.toThrow(
    `Reading ${large}: expected at most 268,435,456 bytes but found 268,435,457. Replace it with a smaller file.`,
  );
});

test.skipIf(process.platform === 'win32')('decodeImage() reads a pipe', async () => {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const png = hostilePng(20);
  const [image] = await Promise.all([decodeImage(pipe), writeFile(pipe, png)]);
  expect(image).toEqual(await decodeImage(png));
});

test('decodeImage() rejects an image with too many pixels, and shrinks a large allowed one', async () => {
  const png = hostilePng(1000);
  const failure = await decodeImage(png, 'a wall', { largestPixelCount: 999_999 }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ImageTooLargeError);
  expect(failure).toMatchObject({
    message: 'Decoding a wall: expected at most 999999 pixels but found 1000 × 1000.',
    rows: 1000,
    columns: 1000,
  });
  await expect(decodeImage(hostilePng(9000))).rejects.toThrow(
    'expected at most 64000000 pixels but found 9000 × 9000',
  );
  const shrunk = await decodeImage(png, 'a wall', { largestPixelCount: 1e6, longestSide: 50 });
  expect([shrunk.rows, shrunk.columns, shrunk.pixels.length]).toEqual([50, 50, 2500]);
});
