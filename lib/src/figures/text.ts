import { escapeHtml } from '../text/escape.js';

/**
 * Escapes text for a figure: Plotly interprets some HTML, and MathJax anything between dollar signs. White
 * space becomes single spaces.
 */
export function escapeText(text: string): string {
  return escapeHtml(text).replaceAll('$', '&#36;').replace(/\s+/g, ' ');
}

/** Rounds to four significant digits, which is enough for a screen and takes few bytes. */
export function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}

/** Converts a fraction to percent, rounded by {@link short}, for axes in percent. */
export function inPercent(share: number): number {
  return short(share * 100);
}

/** {@link short} of each number. NaN and infinity become `null`, which Plotly skips. */
export function shortAll(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? short(value) : null));
}

/** Width of a figure on a phone, and of a letter in an 11-pixel font, in pixels. */
const [phone, letter] = [322, 5.8];

/**
 * Wraps caption lines that would reach the next image, after a space or a slash. Lines without a space or
 * slash are truncated.
 *
 * @param lines Already escaped.
 * @param across Images per row.
 */
export function wrapCaption(lines: readonly string[], across: number): string[] {
  const most = Math.max(4, Math.floor(phone / across / letter));
  return lines.flatMap((line) => wrapLine(line, most));
}

function wrapLine(line: string, mostLetters: number): string[] {
  const letters = line.match(/&#?\w+;|./gu) ?? [];
  if (letters.length <= mostLetters) return [line];
  // An arrow stays with the word after it.
  const start = letters[0] === '→' ? 2 : 0;
  const places = letters.flatMap((one, at) =>
    at > start && at <= mostLetters && (one === ' ' || letters[at - 1] === '/') ? [at] : [],
  );
  const at = places.at(-1);
  if (at === undefined) return [`${letters.slice(0, mostLetters).join('')}…`];
  return [letters.slice(0, at).join(''), ...wrapLine(letters.slice(at).join('').trim(), mostLetters)];
}
