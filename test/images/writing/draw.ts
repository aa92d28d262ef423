import { createRandom, type Random } from 'mnist-lab';
import sharp from 'sharp';
import { type WritingForm, writingForms } from './forms.js';
import { kinds, type Scene } from './kinds.js';

/** Moves every point a little, then slants and stretches the digit: handwriting varies each time. */
export function jitterPath({ path }: WritingForm, random: Random): string {
  const slant = random.normal() * 0.06;
  const turn = random.normal() * 0.05;
  const stretch = 1 + random.normal() * 0.06;
  const numbers = path.match(/[A-Z]|-?[\d.]+/g)!;
  let column: number | undefined;
  return numbers
    .map((token) => {
      if (/[A-Z]/.test(token)) return token;
      if (column === undefined) {
        column = Number(token);
        return '';
      }
      const x = (column - 50) * stretch + random.normal() * 1.5;
      const y = Number(token) - 70 + random.normal() * 1.5;
      column = undefined;
      return `${(x - slant * y - turn * y + 50).toFixed(2)} ${(y + turn * x + 70).toFixed(2)}`;
    })
    .join(' ');
}

/** Draws a digit in a scene, as a PNG. */
export async function drawScene(scene: Scene, form: WritingForm, random: Random): Promise<Buffer> {
  const { width, height, middle } = scene;
  const scale = (scene.size * height) / 140;
  const stroke = scene.stroke * 140;
  const x = middle[0] * width - 50 * scale;
  const y = middle[1] * height - 70 * scale;
  const path = jitterPath(form, random);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${scene.definitions ?? ''}</defs>${scene.paper}<path d="${path}" transform="translate(${x} ${y}) scale(${scale})" fill="none" stroke="${scene.ink}" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round"/>${scene.above ?? ''}</svg>`;
  let image = sharp(Buffer.from(svg)).removeAlpha();
  if (scene.blur) image = image.blur(scene.blur);
  if (!scene.noise) return image.png().toBuffer();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const noisy = data.map((value) =>
    Math.min(255, Math.max(0, Math.round(value + scene.noise! * random.normal()))),
  );
  const { channels } = info;
  return sharp(noisy, { raw: { width, height, channels } }).png().toBuffer();
}

const drawn = new Map<string, Promise<Buffer>>();

/**
 * An image of a digit in ink on white paper, different for each seed. By default it is small, because small images
 * are classified several times faster. Each image is drawn once per process.
 */
export function drawnDigit(digit: number, seed: number, side = 160): Promise<Buffer> {
  const key = `${digit} ${seed} ${side}`;
  const image = drawn.get(key) ?? drawDigit(digit, seed, side);
  drawn.set(key, image);
  return image;
}

async function drawDigit(digit: number, seed: number, side: number): Promise<Buffer> {
  const random = createRandom(seed);
  const form = writingForms.find((each) => each.digit === digit)!;
  const large = await drawScene(kinds['ink on white']!(random), form, random);
  return sharp(large).resize(side).png().toBuffer();
}
