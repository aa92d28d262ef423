import type { DrawnPicture } from '../experiments/classify-images.js';

/** Strokes in a box of 100 × 140 units. */
const strokes = {
  zero: 'M52 4C14 4 4 42 4 72C4 112 24 137 50 137C80 137 96 106 96 68C96 30 80 4 50 5',
  one: 'M28 36L54 6V134',
  two: 'M10 34C16 4 76 0 82 36C84 64 40 96 12 132Q50 126 94 132',
  three: 'M14 20C32 0 84 4 80 36C78 56 58 64 42 66C68 66 92 78 90 102C86 138 30 142 10 114',
  four: 'M22 6L10 76L90 72M72 10L64 136',
  five: 'M84 8L28 8L18 62C46 46 90 56 88 94C84 138 32 142 10 120',
  six: 'M66 6C36 24 10 64 10 98C10 126 30 136 50 134C76 132 90 112 84 92C76 68 32 70 14 98',
  seven: 'M8 14L92 10Q60 66 48 136M28 70L82 66',
  eight: 'M80 22C62 -2 18 6 20 34C22 60 86 76 86 106C84 142 14 144 14 106C16 74 76 64 80 26',
  nine: 'M82 36C74 2 16 4 14 40C14 74 70 78 82 38C84 72 80 108 70 136',
} as const;

interface Look {
  readonly paper?: string;
  readonly ink?: string;
  /** Stroke width in the units of the box. */
  readonly width?: number;
  /** SVG under the ink, on a page of 240 × 240. */
  readonly under?: string;
  /** SVG over the ink. */
  readonly over?: string;
  /** Position and scale of the strokes' box on the page. */
  readonly at?: readonly [x: number, y: number, scale: number];
}

const look = ({ paper = '#fdfdfb', ink = '#16161c', width = 11, under = '', over = '', at }: Look) => {
  const [x, y, scale] = at ?? [65, 43, 1.1];
  return (path: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240">` +
    `<rect width="240" height="240" fill="${paper}"/>${under}` +
    `<path d="${path}" transform="translate(${x} ${y}) scale(${scale})" fill="none" stroke="${ink}" ` +
    `stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>${over}</svg>`;
};

const every = (step: number) =>
  Array.from({ length: Math.floor(240 / step) }, (_, line) => (line + 1) * step);
const ruled = every(40).map((y) => `<path d="M0 ${y}H240" stroke="#9ab" stroke-width="1.5"/>`);
const squared = every(20).map((at) => `<path d="M0 ${at}H240M${at} 0V240" stroke="#acd" fill="none"/>`);
const sideLight =
  '<linearGradient id="light"><stop offset="0" stop-color="#f6f5f0"/><stop offset="1" stop-color="#77766f"/>' +
  '</linearGradient><rect width="240" height="240" fill="url(#light)"/>';
const shadow = '<path d="M0 0H150L110 240H0Z" opacity="0.35"/>';
const table = '<rect x="36" y="30" width="168" height="180" fill="#f1f0ea" transform="rotate(4 120 120)"/>';

/**
 * Twelve drawings that resemble photos taken by users: digits in fine and broad pen, on lined, grey and dark
 * paper, in bad light, small on a page, and two that do not show a single digit.
 */
export const digitDrawings: readonly DrawnPicture[] = [
  { name: 'a zero in pencil', svg: look({ ink: '#a5a5a0', paper: '#f4f4f0' })(strokes.zero) },
  { name: 'a one on grey paper', svg: look({ paper: '#7f7f7f', ink: '#111' })(strokes.one) },
  { name: 'a two in a corner', svg: look({ at: [24, 150, 0.5] })(strokes.two) },
  { name: 'a three on lines', svg: look({ under: ruled.join('') })(strokes.three) },
  { name: 'a four on squares', svg: look({ under: squared.join('') })(strokes.four) },
  { name: 'a five in chalk', svg: look({ paper: '#2c3f36', ink: '#e2e6da' })(strokes.five) },
  { name: 'a six with a marker', svg: look({ width: 20 })(strokes.six) },
  { name: 'a seven with a fine pen', svg: look({ width: 2.5 })(strokes.seven) },
  { name: 'an eight in side light', svg: look({ under: sideLight })(strokes.eight) },
  { name: 'a nine in a shadow', svg: look({ over: shadow })(strokes.nine) },
  {
    name: 'forty-two, on a table',
    svg: look({ paper: '#3a2a20', under: table, width: 12, at: [62, 84, 0.52] })(
      `${strokes.four}M${130} 34C136 4 196 0 202 36C204 64 160 96 132 132Q170 126 214 132`,
    ),
  },
  {
    name: 'a spiral',
    svg: look({ at: [30, 30, 0.6] })(
      'M150 150C170 130 190 160 160 180C120 200 100 140 140 110C200 80 250 160 190 220C120 270 50 200 60 120C80 40 180 20 240 60',
    ),
  },
];
