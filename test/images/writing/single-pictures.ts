import type { Random } from 'mnist-lab';
import sharp from 'sharp';
import { enlarge, kernels } from './enlarge.js';
import type { WritingForm } from './forms.js';
import { between, desk, oneOf, photograph } from './photograph.js';
import { inkBox, placed, type WrittenDigit, writeDigit } from './placed-digit.js';

type Draw = (form: WritingForm, random: Random) => Promise<Buffer>;

const inks = ['#1a1a20', '#1c2a78', '#3a2030', '#202020', '#7a1820'] as const;

/** A digit whose ink is centred at the given place. */
function centred(digit: WrittenDigit, x: number, y: number, height: number, ink: string): string {
  const { top, bottom, left, right } = inkBox(digit);
  const scale = height / 140;
  return placed(digit, x - (scale * (left + right)) / 2, y - (scale * (top + bottom)) / 2, height, ink);
}

/** A digit drawn on 8, 10 or 14 pixels per side, and then resized with an interpolation kernel. */
async function blurredEnlargement(form: WritingForm, random: Random): Promise<Buffer> {
  const stroke = between(random, 0.11, 0.16);
  const digit = await writeDigit(form, random, stroke);
  const { top, bottom, left, right } = inkBox(digit);
  const [width, height] = [right - left, bottom - top];
  const side = Math.max(width, height) * between(random, 1.02, 1.15);
  const x = (left + right - side) / 2;
  const y = (top + bottom - side) / 2;
  const isNegative = random.next() < 0.5;
  const [paper, ink] = isNegative ? ['#000', '#fff'] : ['#fff', '#000'];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="${x} ${y} ${side} ${side}"><rect x="${x}" y="${y}" width="${side}" height="${side}" fill="${paper}"/>${placed(digit, 0, 0, 140, ink)}</svg>`;
  const from = oneOf(random, [8, 8, 10, 14]);
  const small = sharp(Buffer.from(svg)).resize(from, from, { kernel: 'linear' }).greyscale();
  const to = Math.round(16 * 25 ** random.next());
  const kernel = oneOf(random, Object.keys(kernels) as (keyof typeof kernels)[]);
  const pixels = enlarge({ pixels: await small.raw().toBuffer(), side: from }, to, kernel);
  return sharp(pixels, { raw: { width: to, height: to, channels: 1 } })
    .png()
    .toBuffer();
}

/** A sheet of ruled paper with a margin, at an angle on a desk. */
async function ruledSheet(form: WritingForm, random: Random): Promise<Buffer> {
  const [width, height] = [600, 800];
  const [sheetWidth, sheetHeight] = [between(random, 440, 540), between(random, 620, 740)];
  const angle = between(random, -9, 9);
  const step = between(random, 32, 60);
  const colour = oneOf(random, ['#8fa8c8', '#a8b8c8', '#7f98b0']);
  let sheet = `<rect width="${sheetWidth}" height="${sheetHeight}" fill="${oneOf(random, ['#f4f2ea', '#fbfbf8', '#e2e0d8'])}"/>`;
  for (let y = step; y < sheetHeight; y += step) {
    sheet += `<path d="M0 ${y}H${sheetWidth}" stroke="${colour}" stroke-width="${between(random, 1.2, 2)}"/>`;
  }
  if (random.next() < 0.6) {
    sheet += `<path d="M${0.16 * sheetWidth} 0V${sheetHeight}" stroke="#d87878" stroke-width="2"/>`;
  }
  const digit = await writeDigit(form, random, between(random, 0.06, 0.1));
  const size = between(random, 0.2, 0.34) * height;
  const middle = [between(random, 0.4, 0.65) * sheetWidth, between(random, 0.3, 0.7) * sheetHeight] as const;
  sheet += centred(digit, ...middle, size, oneOf(random, inks));
  const [x, y] = [(width - sheetWidth) / 2, (height - sheetHeight) / 2];
  const body = `${desk(random, width, height)}<g transform="translate(${x} ${y}) rotate(${angle} ${sheetWidth / 2} ${sheetHeight / 2})">${sheet}</g>`;
  return photograph(body, { width, height }, random);
}

/** A sticky note on a desk, with sides that are not quite parallel. */
async function stickyNote(form: WritingForm, random: Random): Promise<Buffer> {
  const [width, height] = [600, 800];
  const side = between(random, 300, 460);
  const [x, y] = [between(random, 60, width - side - 60), between(random, 60, height - side - 60)];
  const corner = (dx: number, dy: number) =>
    `${dx * side + between(random, -12, 12)} ${dy * side + between(random, -12, 12)}`;
  const outline = `M${corner(0, 0)}L${corner(1, 0)}L${corner(1, 1)}L${corner(0, 1)}Z`;
  const colour = oneOf(random, ['#f4e264', '#98e29c', '#f4a8c0', '#a8d4f0', '#f4b468', '#f2f0ea']);
  const digit = await writeDigit(form, random, between(random, 0.07, 0.11));
  const size = between(random, 0.55, 0.75) * side;
  const ink = centred(digit, side / 2, side / 2, size, oneOf(random, inks.slice(0, 4)));
  const body = `${desk(random, width, height)}<g transform="translate(${x} ${y}) rotate(${between(random, -12, 12)} ${side / 2} ${side / 2})"><path d="${outline}" fill="${colour}"/>${ink}</g>`;
  return photograph(body, { width, height }, random);
}

/** The box of a form, with a digit that crosses its border. */
async function crossedBox(form: WritingForm, random: Random): Promise<Buffer> {
  const [width, height] = [500, 400];
  const digit = await writeDigit(form, random, between(random, 0.06, 0.11));
  const { top, bottom, left, right } = inkBox(digit);
  const size = between(random, 170, 260);
  const scale = size / 140;
  const [inkWidth, inkHeight] = [(right - left) * scale, (bottom - top) * scale];
  // The digit crosses the top or the bottom of the box, by up to 43% of the digit's height.
  const boxHeight = inkHeight * between(random, 0.75, 1.15);
  const boxWidth = Math.max(boxHeight * between(random, 0.8, 1.3), inkWidth * 1.1);
  const out = oneOf(random, [-1, 1]) * between(random, 0.06, 0.3) * inkHeight;
  const [x, y] = [width / 2 - boxWidth / 2, height / 2 - boxHeight / 2];
  const shift = boxHeight < inkHeight ? 0 : (boxHeight - inkHeight) / 2;
  const [boxInk, thickness] = [oneOf(random, ['#111', '#444', '#36506c', '#6a8a7a']), between(random, 2, 5)];
  let boxes = `<rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}"/>`;
  if (random.next() < 0.3) boxes += `<path d="M${x - 40} ${y}H${x}M${x - 40} ${y + boxHeight}H${x}"/>`;
  const body = `<rect width="${width}" height="${height}" fill="${oneOf(random, ['#fff', '#f4f4f0', '#e6e6e2'])}"/><g fill="none" stroke="${boxInk}" stroke-width="${thickness}">${boxes}</g>${centred(digit, width / 2, height / 2 + Math.sign(out) * shift + out, size, oneOf(random, inks))}`;
  return photograph(body, { width, height }, random, { noise: 3 });
}

/** One or two lines under the digit, ruled or drawn by hand. */
async function underlined(form: WritingForm, random: Random): Promise<Buffer> {
  const [width, height] = [500, 500];
  const digit = await writeDigit(form, random, between(random, 0.06, 0.1));
  const { top, bottom, left, right } = inkBox(digit);
  const size = between(random, 180, 280);
  const scale = size / 140;
  const [inkWidth, inkHeight] = [(right - left) * scale, (bottom - top) * scale];
  const ink = oneOf(random, inks);
  const middle = [width / 2, 210] as const;
  const length = Math.max(0.7 * inkHeight, inkWidth * between(random, 1, 2.2));
  const lines = random.next() < 0.3 ? 2 : 1;
  const [rise, wave] = [between(random, -14, 14), between(random, -8, 8)];
  const stroke = digit.stroke * size * between(random, 0.5, 1);
  let y =
    middle[1] + inkHeight / 2 + stroke / 2 + between(random, 0.05, 0.2) * inkHeight + Math.abs(rise) / 2;
  let under = '';
  for (let line = 0; line < lines; line++, y += 2.4 * stroke) {
    under += `<path d="M${middle[0] - length / 2} ${y + rise / 2}Q${middle[0]} ${y + wave} ${middle[0] + length / 2} ${y - rise / 2}"/>`;
  }
  const body = `<rect width="${width}" height="${height}" fill="${oneOf(random, ['#fff', '#f4f4f0', '#e6e2d8'])}"/><g fill="none" stroke="${ink}" stroke-width="${stroke}" stroke-linecap="round">${under}</g>${centred(digit, ...middle, size, ink)}`;
  return photograph(body, { width, height }, random);
}

/** The shadow of a hand and its pen across the digit. */
async function handShadow(form: WritingForm, random: Random): Promise<Buffer> {
  const [width, height] = [600, 800];
  const digit = await writeDigit(form, random, between(random, 0.06, 0.1));
  const size = between(random, 240, 360);
  const [x, y] = [between(random, 0.42, 0.58) * width, between(random, 0.4, 0.55) * height];
  const edge = [x + between(random, -60, 60), y + between(random, -80, 80)] as const;
  const hand = `<path d="M${edge[0] - 90} ${height}L${edge[0]} ${edge[1]}L${width} ${edge[1] - 30}V${height}Z"/><circle cx="${edge[0] - 20}" cy="${edge[1] + 10}" r="${between(random, 30, 60)}"/>`;
  const body = `<defs><filter id="soft"><feGaussianBlur stdDeviation="${between(random, 5, 14)}"/></filter></defs><rect width="${width}" height="${height}" fill="${oneOf(random, ['#f0eee8', '#fafaf8', '#e2ded4'])}"/>${centred(digit, x, y, size, oneOf(random, inks.slice(0, 4)))}<g filter="url(#soft)" opacity="${between(random, 0.3, 0.55)}">${hand}</g>`;
  return photograph(body, { width, height }, random);
}

/** Images of one digit whose ink is harder to find than in the scenes of `kinds`. */
export const singlePictures: Readonly<Record<string, Draw>> = {
  'a blurred enlargement': blurredEnlargement,
  'a ruled sheet on a desk': ruledSheet,
  'a sticky note on a desk': stickyNote,
  'across the border of a box': crossedBox,
  underlined,
  'the shadow of a hand': handShadow,
};
