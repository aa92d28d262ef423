import type { Random } from 'mnist-lab';
import sharp from 'sharp';
import { jitterPath } from './draw.js';
import type { WritingForm } from './forms.js';

/** A handwritten digit whose path can be drawn again anywhere. */
export interface WrittenDigit {
  readonly digit: number;
  /** SVG path data in a box of 100 × 140. */
  readonly path: string;
  /** Stroke width relative to the height of the box. */
  readonly stroke: number;
  /** For each row of the box at four times its size: columns of the first and last ink, in units of the box. */
  readonly outline: readonly (readonly [first: number, last: number] | undefined)[];
}

const [scale, margin] = [4, 40];

/** Draws a digit once and measures the extent of its ink. */
export async function writeDigit(form: WritingForm, random: Random, stroke: number): Promise<WrittenDigit> {
  const path = jitterPath(form, random);
  const [width, height] = [100 + 2 * margin, 140 + 2 * margin];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="${-margin} ${-margin} ${width} ${height}"><rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="#fff"/>${strokes(path, stroke, '#000')}</svg>`;
  const data = await sharp(Buffer.from(svg)).greyscale().threshold(128).raw().toBuffer();
  const outline = Array.from({ length: height * scale }, (_, row) => {
    const line = data.subarray(row * width * scale, (row + 1) * width * scale);
    const [first, last] = [line.indexOf(0), line.lastIndexOf(0)];
    return first < 0 ? undefined : ([first / scale - margin, (last + 1) / scale - margin] as const);
  });
  return { digit: form.digit, path, stroke, outline };
}

/** The bounding box of the ink, in units of the box of 100 × 140. */
export function inkBox({ outline }: WrittenDigit) {
  const rows = outline.flatMap((ends, row) => (ends ? [row] : []));
  const inked = outline.filter((ends) => ends !== undefined);
  return {
    top: rows[0]! / scale - margin,
    bottom: (rows.at(-1)! + 1) / scale - margin,
    left: Math.min(...inked.map(([first]) => first)),
    right: Math.max(...inked.map(([, last]) => last)),
  };
}

/** How far to move the second digit to the right until its ink touches the first. */
export function touchingShift(left: WrittenDigit, right: WrittenDigit): number {
  let shift = Number.NEGATIVE_INFINITY;
  left.outline.forEach((ends, row) => {
    const other = right.outline[row];
    if (ends && other) shift = Math.max(shift, ends[1] - other[0]);
  });
  return shift;
}

/** SVG of the digit, with the upper left corner of its box at the given place and the given box height. */
export function placed(
  { path, stroke }: WrittenDigit,
  x: number,
  y: number,
  height: number,
  ink: string,
): string {
  return `<g transform="translate(${x} ${y}) scale(${height / 140})">${strokes(path, stroke, ink)}</g>`;
}

function strokes(path: string, stroke: number, ink: string): string {
  return `<path d="${path}" fill="none" stroke="${ink}" stroke-width="${stroke * 140}" stroke-linecap="round" stroke-linejoin="round"/>`;
}
