/** Makes the pictures that git keeps small. */

import sharp from 'sharp';
import type { Notebook } from './notebook.js';

/**
 * Writes each PNG in a notebook's outputs again with a palette of up to 256 colours, which is all that a figure has:
 * half the bytes. A reader's own notebook is spared the 25 ms that this takes for each.
 */
export async function shrinkPictures(notebook: Notebook): Promise<void> {
  for (const { outputs = [] } of notebook.cells)
    for (const { data } of outputs) {
      const png = data?.['image/png'];
      if (typeof png === 'string') data!['image/png'] = await shrink(png);
    }
}

async function shrink(base64: string): Promise<string> {
  const png = Buffer.from(base64, 'base64');
  // Dithering would add noise to even areas, and bytes; more effort takes longer and gains next to nothing.
  const smaller = await sharp(png).png({ palette: true, effort: 1, dither: 0 }).toBuffer();
  return smaller.length < png.length ? smaller.toString('base64') : base64;
}
