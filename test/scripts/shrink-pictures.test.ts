import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Notebook } from '../../scripts/lessons/notebook.js';
import { shrinkPictures } from '../../scripts/lessons/shrink-pictures.js';

const notebookWith = (png: Buffer): Notebook => ({
  cells: [
    {
      cell_type: 'code',
      metadata: {},
      source: '',
      outputs: [
        { output_type: 'display_data', data: { 'image/png': png.toString('base64'), 'text/plain': 'bars' } },
      ],
    },
    { cell_type: 'markdown', metadata: {}, source: 'No outputs.' },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const pictureIn = ({ cells }: Notebook) =>
  Buffer.from(cells[0]!.outputs![0]!.data!['image/png'] as string, 'base64');
const pixelsOf = (png: Buffer) => sharp(png).ensureAlpha().raw().toBuffer();

/** Blue stripes on a transparent background, with half-transparent edges. */
const stripes = Buffer.from(
  Array.from({ length: 120 * 90 }, (_, at) => [0, 117, 212, [0, 0, 128, 255, 255, 128][at % 6]!]).flat(),
);

test('a PNG image with few colours is stored in fewer bytes, and looks the same', async () => {
  const png = await sharp(stripes, { raw: { width: 120, height: 90, channels: 4 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const notebook = notebookWith(png);
  await shrinkPictures(notebook);
  const smaller = pictureIn(notebook);
  expect(smaller.length).toBeLessThan(png.length / 2);
  // Colour type 3 means that the PNG has a palette.
  expect(smaller[25]).toBe(3);
  const before = await pixelsOf(png);
  const after = await pixelsOf(smaller);
  // Fully transparent pixels have no visible colour, so they may differ.
  const differing = before.filter((value, at) => before[at | 3]! > 0 && Math.abs(value - after[at]!) > 2);
  expect(differing).toHaveLength(0);
  expect(notebook.cells[0]!.outputs![0]!.data!['text/plain']).toBe('bars');
});

test('a PNG image that cannot be made smaller is not changed', async () => {
  const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png({ palette: true })
    .toBuffer();
  const notebook = notebookWith(dot);
  await shrinkPictures(notebook);
  expect(pictureIn(notebook)).toEqual(dot);
});
