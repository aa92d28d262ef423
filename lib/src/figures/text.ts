const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  // Plotly hands text between dollar signs to MathJax where a page has it.
  $: '&#36;',
};

/** Makes text that comes from data safe to stand in a figure: Plotly reads its texts as a kind of HTML. */
export function escapeText(text: string): string {
  return text.replace(/[&<>$]/g, (character) => entities[character]!).replace(/\s+/g, ' ');
}

/** A count with separators: `10,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A share as a percentage: `formatShare(0.9934)` is `'99.34 %'`. */
export function formatShare(share: number, decimals = 2): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(decimals)} %` : 'unknown';
}

/** A probability as a percentage that is never rounded up to certainty: `'> 99.9 %'`. */
export function formatProbability(probability: number): string {
  if (probability > 0.9995 && probability < 1) return '> 99.9 %';
  if (probability < 0.0005 && probability > 0) return '< 0.1 %';
  return formatShare(probability, 1);
}

/** `1 image`, `2 images`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Rounds to four significant digits: what a screen can show, at a fraction of the bytes. */
export function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}

/** {@link short} of each number; what is not finite becomes `null`, which Plotly leaves out. */
export function shortAll(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? short(value) : null));
}
