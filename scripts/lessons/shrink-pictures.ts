/** Compresses the PNGs of committed notebooks. */

import sharp from 'sharp';
import type { Notebook } from './notebook.js';

/**
 * Rewrites each PNG in a notebook's outputs with a palette of up to 256 colours, which is enough for figures
 * and halves their size. Users' notebooks skip this, because it takes 25 ms per figure.
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
  // Dithering would add noise and bytes to uniform areas. More effort takes longer and saves almost nothing.
  const smaller = await sharp(png).png({ palette: true, effort: 1, dither: 0 }).toBuffer();
  return smaller.length < png.length ? smaller.toString('base64') : base64;
}
