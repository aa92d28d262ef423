import { crc32, deflateSync } from 'node:zlib';

/** An SVG of about 200 bytes that takes minutes to render. Its rendering cannot be aborted. */
export const hostileSvg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="7900" height="7900"><filter id="a"><feTurbulence ' +
    'baseFrequency="1" numOctaves="9999"/></filter><rect width="7900" height="7900" filter="url(#a)"/></svg>',
);

/** A white PNG of `side` × `side` pixels in a few kilobytes. */
export function hostilePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // The image has one bit per pixel.
  header[8] = 1;
  // Each row begins with a byte for its filter.
  const row = 1 + Math.ceil(side / 8);
  const pixels = Buffer.alloc(side * row, 255);
  for (let at = 0; at < pixels.length; at += row) pixels[at] = 0;
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
