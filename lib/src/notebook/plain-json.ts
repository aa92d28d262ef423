/** Digits kept of a number that is only looked at: more than a screen has pixels, a third of the bytes. */
const shownDigits = 6;

/**
 * A copy that survives JSON as Plotly reads it: typed arrays as arrays, numbers to six significant digits, and
 * what JSON has no word for (NaN, infinities) as `null`, which Plotly leaves out.
 */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return Number.isInteger(value) ? value : Number(value.toPrecision(shownDigits));
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number>, plainJson);
  }
  if (Array.isArray(value)) return value.map(plainJson);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainJson(inner)]));
  }
  return value;
}
