import type { DrawnPicture } from '../experiments/classify-images.js';

/** Outlines on a page of 240 × 240, each with a few details. */
const outlines = {
  shirt: {
    shape: 'M88 40L60 54L22 104L52 124L70 100V206H170V100L188 124L218 104L180 54L152 40Q120 62 88 40Z',
    lines: 'M88 40Q120 74 152 40',
  },
  trousers: { shape: 'M78 26H162L176 216H136L121 84L106 216H64Z', lines: 'M78 40H162M120 40V84' },
  pullover: {
    shape: 'M90 36L58 50L24 196L54 204L74 110V204H166V110L186 204L216 196L182 50L150 36Q120 50 90 36Z',
    lines: 'M90 36Q120 62 150 36M74 192H166M28 184L58 192M212 184L182 192',
  },
  dress: { shape: 'M98 24H108Q120 44 132 24H142L148 96L178 216H62L92 96Z', lines: 'M92 96H148' },
  bag: {
    shape: 'M40 96H200L210 206H30ZM84 96Q86 40 120 40Q154 40 156 96H144Q142 54 120 54Q98 54 96 96Z',
    lines: 'M40 112H200M112 112V134H128V112',
  },
  sneaker: {
    shape: 'M26 112Q44 104 62 112Q92 92 112 102Q150 142 206 146Q222 152 220 176H26Q20 150 26 112Z',
    lines: 'M24 162H220M104 112L118 100M116 124L132 112M130 134L146 122',
  },
  boot: {
    shape: 'M62 30H132V122Q150 140 196 148Q212 154 210 188H132L126 200H62Q54 120 62 30Z',
    lines: 'M58 184H210M64 52H132',
  },
  sandal: {
    shape:
      'M24 168Q120 150 216 150Q224 160 214 172Q120 186 24 186ZM62 164Q84 106 118 112Q142 132 150 154L136 156Q124 132 108 126Q92 130 78 162ZM30 168Q26 128 40 108L52 112Q44 136 46 166Z',
    lines: 'M24 178Q120 176 214 164',
  },
} as const;

interface Look {
  readonly ground?: string;
  readonly cloth: string;
  /** SVG under the garment. */
  readonly under?: string;
}

function look(garment: keyof typeof outlines, { ground = '#ffffff', cloth, under = '' }: Look): string {
  const { shape, lines } = outlines[garment];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240">` +
    `<rect width="240" height="240" fill="${ground}"/>${under}` +
    `<path d="${shape}" fill="${cloth}" fill-rule="evenodd"/>` +
    `<path d="${lines}" fill="none" stroke="#000" stroke-opacity="0.45" stroke-width="3"/></svg>`
  );
}

const boards = [40, 80, 120, 160, 200].map(
  (y) => `<path d="M0 ${y}H240" stroke="#6d4a2c" stroke-width="3"/>`,
);
const light =
  '<linearGradient id="light"><stop offset="0" stop-color="#fafafa"/><stop offset="1" stop-color="#9c9c9c"/>' +
  '</linearGradient><rect width="240" height="240" fill="url(#light)"/>';
const dots = Array.from(
  { length: 36 },
  (_, dot) =>
    `<circle cx="${20 + 40 * (dot % 6)}" cy="${20 + 40 * Math.floor(dot / 6)}" r="8" fill="#d9c7e8"/>`,
);

/**
 * Twelve drawings that resemble photos taken by users: on white and dark backgrounds, on boards and dots, lit
 * from the side, light clothes on a light background, and one without a garment.
 */
export const garmentDrawings: readonly DrawnPicture[] = [
  { name: 'a T-shirt on white', svg: look('shirt', { cloth: '#7a8b9c' }) },
  {
    name: 'a T-shirt on a floor',
    svg: look('shirt', { cloth: '#e8e4dc', ground: '#8a6038', under: boards.join('') }),
  },
  { name: 'trousers on white', svg: look('trousers', { cloth: '#2d3e66' }) },
  { name: 'trousers on a dark bed', svg: look('trousers', { cloth: '#b9ad97', ground: '#2a2030' }) },
  {
    name: 'a pullover on dots',
    svg: look('pullover', { cloth: '#8c2f39', ground: '#f5f0fa', under: dots.join('') }),
  },
  { name: 'a pale pullover on white', svg: look('pullover', { cloth: '#e4dfd6' }) },
  { name: 'a dress in side light', svg: look('dress', { cloth: '#3f6f4f', under: light }) },
  { name: 'a bag on white', svg: look('bag', { cloth: '#6b4a2f' }) },
  { name: 'a sneaker on white', svg: look('sneaker', { cloth: '#c9d3dc' }) },
  {
    name: 'a boot on a floor',
    svg: look('boot', { cloth: '#1f1a17', ground: '#b58a5a', under: boards.join('') }),
  },
  { name: 'a sandal on white', svg: look('sandal', { cloth: '#8a5a35' }) },
  {
    name: 'no garment: a bare floor',
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240"><rect width="240" height="240" fill="#8a6038"/></svg>`,
  },
];
