import { escapeHtml } from '../text/escape.js';

/**
 * Makes text that comes from data safe to stand in a figure: Plotly reads its texts as a kind of HTML, and hands what
 * stands between dollar signs to MathJax where a page has it.
 */
export function escapeText(text: string): string {
  return escapeHtml(text).replaceAll('$', '&#36;').replace(/\s+/g, ' ');
}

/** Rounds to four significant digits: what a screen can show, at a fraction of the bytes. */
export function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}

/** A share as a number of percent, rounded as {@link short} does: what an axis with ` %` behind its numbers draws. */
export function inPercent(share: number): number {
  return short(share * 100);
}

/** {@link short} of each number; what is not finite becomes `null`, which Plotly leaves out. */
export function shortAll(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? short(value) : null));
}

/** Width of a figure on a phone, and of a letter of 11 pixels, in pixels. */
const [phone, letter] = [322, 5.8];

/**
 * Breaks the lines of a caption that would lie on the caption beside it, at a space or behind a slash; one that cannot be
 * broken is cut.
 *
 * @param lines Already escaped.
 * @param across Images in a row.
 */
export function wrapCaption(lines: readonly string[], across: number): string[] {
  const most = Math.max(4, Math.floor(phone / across / letter));
  return lines.flatMap((line) => wrapLine(line, most));
}

function wrapLine(line: string, mostLetters: number): string[] {
  const letters = line.match(/&#?\w+;|./gu) ?? [];
  if (letters.length <= mostLetters) return [line];
  // An arrow belongs to the word behind it.
  const start = letters[0] === '→' ? 2 : 0;
  const places = letters.flatMap((one, at) =>
    at > start && at <= mostLetters && (one === ' ' || letters[at - 1] === '/') ? [at] : [],
  );
  const at = places.at(-1);
  if (at === undefined) return [`${letters.slice(0, mostLetters).join('')}…`];
  return [letters.slice(0, at).join(''), ...wrapLine(letters.slice(at).join('').trim(), mostLetters)];
}
