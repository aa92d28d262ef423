import sharp from 'sharp';

/** 201 bytes that take minutes to render and cannot be aborted. */
export const hostileSvg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="7900" height="7900"><filter id="a"><feTurbulence ' +
    'baseFrequency="1" numOctaves="9999"/></filter><rect width="7900" height="7900" filter="url(#a)"/></svg>',
);

/** A few kilobytes that decode to `side` × `side` pixels. */
export async function hostilePng(side: number): Promise<Buffer> {
  const create = { width: side, height: side, channels: 3, background: '#fff' } as const;
  return await sharp({ create, limitInputPixels: false })
    .png({ compressionLevel: 9, palette: true, colours: 2, bitdepth: 1 } as never)
    .toBuffer();
}
