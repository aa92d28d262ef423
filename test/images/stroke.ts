import sharp from 'sharp';

/** A black stroke on white, `side` × `side` pixels, that is classified as a 1. */
export function strokePicture(side: number): sharp.Sharp {
  const bar = { left: 0.45, top: 0.2, width: 0.1, height: 0.6 };
  const [left, top, width, height] = Object.values(bar).map((part) => Math.round(part * side));
  const ink = { create: { width: width!, height: height!, channels: 3, background: '#000' } } as const;
  return sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } }).composite([
    { input: ink, left: left!, top: top! },
  ]);
}
