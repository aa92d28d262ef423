import type { Random } from 'mnist-lab';
import sharp from 'sharp';

/** Renders SVG as a camera would: slightly blurred, with noise, as a JPEG. */
export async function photograph(
  body: string,
  { width, height }: { readonly width: number; readonly height: number },
  random: Random,
  { noise = 4, quality = 88, blur = 0.6 } = {},
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`;
  const image = sharp(Buffer.from(svg)).flatten({ background: '#fff' }).blur(blur);
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += info.channels) {
    const grain = noise * random.normal();
    for (let channel = 0; channel < info.channels; channel++) {
      data[at + channel] = Math.min(255, Math.max(0, Math.round(data[at + channel]! + grain)));
    }
  }
  return sharp(data, { raw: { width, height, channels: info.channels } })
    .jpeg({ quality })
    .toBuffer();
}

export const between = (random: Random, least: number, most: number): number =>
  least + (most - least) * random.next();

export const oneOf = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random.integer(items.length)]!;

/** A desk of wood, gravel, cloth or a single colour, as SVG. */
export function desk(random: Random, width: number, height: number): string {
  const kind = oneOf(random, ['wood', 'gravel', 'cloth', 'plain'] as const);
  const base = {
    wood: oneOf(random, ['#3a2a20', '#6b4a30', '#8a6a48', '#b08a5c']),
    gravel: oneOf(random, ['#8a837c', '#6f6b66']),
    cloth: oneOf(random, ['#30405a', '#5a3038', '#777b70']),
    plain: oneOf(random, ['#222222', '#51545a', '#2f4a3c', '#c9c4ba']),
  }[kind];
  let body = `<rect width="${width}" height="${height}" fill="${base}"/>`;
  const shade = () => (random.next() < 0.5 ? '#000' : '#fff');
  if (kind === 'wood') {
    for (let y = 0; y < height; y += between(random, 4, 16)) {
      body += `<path d="M0 ${y}Q${width / 2} ${y + between(random, -12, 12)} ${width} ${y}" stroke="${shade()}" stroke-opacity="${between(random, 0.03, 0.14)}" stroke-width="${between(random, 1, 5)}" fill="none"/>`;
    }
  }
  if (kind === 'gravel') {
    for (let stone = 0; stone < 2200; stone++) {
      const [x, y, size] = [width * random.next(), height * random.next(), between(random, 6, 13)];
      const corners = Array.from({ length: 5 }, (_, corner) => {
        const angle = (2 * Math.PI * (corner + 0.7 * random.next())) / 5;
        return `${(x + size * Math.cos(angle)).toFixed(1)} ${(y + size * Math.sin(angle)).toFixed(1)}`;
      });
      const grey = Math.round(between(random, 60, 190));
      body += `<path d="M${corners.join('L')}Z" fill="rgb(${grey},${grey - 5},${grey - 10})"/>`;
    }
  }
  if (kind === 'cloth') {
    for (let x = 0; x < Math.max(width, height); x += 5) {
      body += `<path d="M${x} 0V${height}M0 ${x}H${width}" stroke="${shade()}" stroke-opacity="0.12" stroke-width="2"/>`;
    }
  }
  return body;
}
