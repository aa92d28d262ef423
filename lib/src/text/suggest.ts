/**
 * The candidate that `value` was most likely meant to be.
 * @returns The only candidate that starts with `value` (two letters or more), otherwise the one with the fewest
 * different letters. `undefined` if too many differ: more than a third of the longer word, or all letters of `value`.
 */
export function nearest(value: string, candidates: readonly string[]): string | undefined {
  // No name is this long, and comparing long texts is slow: time grows with the product of both lengths.
  if (value.length > 100) return undefined;
  const beginning = value.toLowerCase();
  const completed = candidates.filter((candidate) => candidate.toLowerCase().startsWith(beginning));
  if (value.length > 1 && completed.length === 1) return completed[0];
  const distances = candidates.map((candidate) => ({ candidate, distance: distanceTo(candidate, value) }));
  const [best] = distances.sort((left, right) => left.distance - right.distance);
  if (!best) return undefined;
  const limit = Math.max(1, Math.ceil(Math.max(value.length, best.candidate.length) / 3));
  return best.distance <= limit && best.distance < value.length ? best.candidate : undefined;
}

/** Distance from a candidate, or from its beginning plus 1, so that `fashon` is close to `fashion-mnist`. */
function distanceTo(candidate: string, value: string): number {
  const [wanted, typed] = [candidate.toLowerCase(), value.toLowerCase()];
  const whole = editDistance(typed, wanted);
  if (typed.length < 4 || typed.length >= wanted.length) return whole;
  const beginnings = [typed.length, typed.length + 1].map((length) => wanted.slice(0, length));
  return Math.min(whole, ...beginnings.map((beginning) => 1 + editDistance(typed, beginning)));
}

/** `' Did you mean …?'` with the nearest candidate, or an empty string. */
export function didYouMean(value: string, candidates: readonly string[]): string {
  const candidate = nearest(value, candidates);
  return candidate === undefined ? '' : ` Did you mean ${candidate}?`;
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost 1
 * each.
 */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const changed = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + changed);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length]!;
}
