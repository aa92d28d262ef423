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
