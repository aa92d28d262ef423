import type { demoPageColours } from '../../colours/themes.js';
import { escapeControls, escapeHtml } from '../../text/escape.js';
import type { SheetClass } from './page.js';

const inRow = 9;
const cell = 104;
const margin = 12;
const heading = 34;

/** The contact sheet as a drawing, to be rendered as an image. */
export function contactSheetSvg(
  classes: readonly SheetClass[],
  colours: (typeof demoPageColours)['light'],
): string {
  const parts: string[] = [];
  let top = margin;
  for (const { name, count, thumbnails } of classes) {
    parts.push(
      `<text x="${margin}" y="${top + 20}" font-size="16" fill="${colours.ink}"><tspan font-weight="bold">${escapeHtml(escapeControls(name))}</tspan> <tspan fill="${colours.quiet}">${count}</tspan></text>`,
    );
    top += heading;
    thumbnails.forEach(({ address, isAgain }, at) => {
      const [x, y] = [margin + (at % inRow) * cell, top + Math.floor(at / inRow) * cell];
      const stroke = isAgain ? colours.problem : colours.line;
      parts.push(
        `<rect x="${x}" y="${y}" width="100" height="100" rx="6" fill="${colours.card}" stroke="${stroke}"/>`,
        `<image x="${x + 2}" y="${y + 2}" width="96" height="96" href="${address}"/>`,
      );
    });
    top += Math.ceil(thumbnails.length / inRow) * cell;
  }
  const [width, height] = [2 * margin + inRow * cell - 4, top + margin];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif"><rect width="100%" height="100%" fill="${colours.ground}"/>${parts.join('')}</svg>`;
}
