import type Sharp from 'sharp';
import { createRandom, type Random } from '../../random.js';

const countOfEach = 60;
const side = 96;

/** Each is centred on the origin. `size` is the distance to a corner. */
const shapes: Readonly<Record<string, (size: number) => string>> = {
  circle: (size) => `<circle r="${size * 0.85}"/>`,
  square: (size) =>
    `<rect x="${-0.75 * size}" y="${-0.75 * size}" width="${1.5 * size}" height="${1.5 * size}"/>`,
  triangle: (size) => `<path d="M0 ${-size}L${0.9 * size} ${0.7 * size}H${-0.9 * size}Z"/>`,
};

/** Example images by path: outlines in a thick pen, all different. Every call returns the same images. */
export async function examplePictures(): Promise<ReadonlyMap<string, Uint8Array>> {
  const sharp: typeof Sharp = require('sharp');
  const random = createRandom(1);
  const pictures = new Map<string, Uint8Array>();
  for (const [name, shape] of Object.entries(shapes)) {
    for (let index = 1; index <= countOfEach; index++) {
      const svg = drawing(shape, random);
      const file = `pictures/${name}/${String(index).padStart(2, '0')}.jpg`;
      pictures.set(file, await sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer());
    }
  }
  return pictures;
}

function drawing(shape: (size: number) => string, random: Random): string {
  const between = (least: number, most: number) => (least + (most - least) * random.next()).toFixed(1);
  const paper = `hsl(${between(30, 60)}, 30%, ${between(88, 97)}%)`;
  const ink = `hsl(${between(200, 260)}, 50%, ${between(10, 35)}%)`;
  const place = `translate(${between(40, 56)} ${between(40, 56)}) rotate(${between(-15, 15)}) scale(${between(0.85, 1.1)} ${between(0.85, 1.1)})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${paper}"/><g transform="${place}" fill="none" stroke="${ink}" stroke-width="${between(4, 8)}" stroke-linejoin="round">${shape(Number(between(20, 32)))}</g></svg>`;
}
