import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A script for the page that collects the visible colours. Texts on a label or an image are marked with that
 * background.
 */
export const readColours = `
  const hex = (value) => {
    const found = /^rgba?\\((\\d+), (\\d+), (\\d+)(?:, ([\\d.]+))?\\)$/.exec(value);
    if (!found || (found[4] !== undefined && Number(found[4]) < 0.5)) return undefined;
    return '#' + found.slice(1, 4).map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  };
  const isSeen = (element) => {
    for (let at = element; at && at.id !== 'figure'; at = at.parentElement) {
      const { opacity, display, visibility } = getComputedStyle(at);
      if (Number(opacity) < 0.2 || display === 'none' || visibility === 'hidden') return false;
    }
    return element.getBoundingClientRect().width > 0;
  };
  const found = [];
  for (const element of document.querySelectorAll('#figure svg text')) {
    if (!isSeen(element) || element.textContent.trim() === '') continue;
    for (const part of [element, ...element.querySelectorAll('tspan')]) {
      const colour = hex(getComputedStyle(part).fill);
      const ground = element.closest('.annotation')?.querySelector('.bg');
      const isFilled = ground && Number(getComputedStyle(ground).fillOpacity) > 0.5;
      const on = isFilled ? hex(getComputedStyle(ground).fill) : undefined;
      // White text is on a background that the figure itself draws: labels, images, strong bars.
      if (colour && colour !== '#ffffff') found.push({ kind: 'text', colour, on, text: element.textContent });
    }
  }
  for (const element of document.querySelectorAll('#figure .points path, #figure .js-line, #figure .bars path')) {
    if (!isSeen(element)) continue;
    const style = getComputedStyle(element);
    const colours = [];
    if (style.fill !== 'none' && Number(style.fillOpacity) > 0.5) colours.push(hex(style.fill));
    if (style.stroke !== 'none' && Number.parseFloat(style.strokeWidth) > 0) colours.push(hex(style.stroke));
    const own = colours.filter(Boolean);
    if (own.length > 0) found.push({ kind: 'mark', colour: own.at(-1), text: element.parentElement.getAttribute('class') ?? '' });
  }
  return found;`;

/** The script with which a page computes the size of a figure. It defines `sizeIn()`. */
export const figureSizeScript = readFileSync(
  path.join(__dirname, '..', '..', 'scripts', 'report', 'template', 'figure-size.js'),
  'utf8',
);

/** A script for the page that collects the corners of each visible line of text. */
export const readBoxes = `
  const { left, top, width, height } = document.querySelector('#figure .main-svg').getBoundingClientRect();
  const texts = [];
  for (const element of document.querySelectorAll('#figure svg text')) {
    const { visibility, opacity } = getComputedStyle(element);
    if (visibility === 'hidden' || Number(opacity) === 0) continue;
    const spans = element.querySelectorAll('tspan.line');
    for (const line of spans.length > 0 ? spans : [element]) {
      if (line.textContent.trim() === '') continue;
      const box = letters(line);
      const matrix = element.getScreenCTM();
      const corner = (x, y) => {
        const at = new DOMPoint(x, y).matrixTransform(matrix);
        return [at.x - left, at.y - top];
      };
      const corners = [
        corner(box.x, box.y), corner(box.x + box.width, box.y),
        corner(box.x + box.width, box.y + box.height), corner(box.x, box.y + box.height),
      ];
      texts.push({ text: line.textContent, corners });
    }
  }
  return { width, height, texts };

  // The letters of one line (an element may have several), without the space above and below them.
  function letters(line) {
    const [first, last] = [line.getStartPositionOfChar(0), line.getEndPositionOfChar(line.getNumberOfChars() - 1)];
    const size = Number.parseFloat(getComputedStyle(line).fontSize);
    return { x: first.x, y: first.y - 0.72 * size, width: last.x - first.x, height: 0.85 * size };
  }`;
