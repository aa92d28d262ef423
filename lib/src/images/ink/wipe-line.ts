import type { StraightLine } from './ruled-lines.js';
import type { InkStrength } from './strength.js';

/**
 * Wipes a line out and leaves the strokes that cross it: only where the ink is hardly thicker than the line
 * itself is it taken away.
 */
export function wipeLine(values: Float32Array, picture: InkStrength, low: number, line: StraightLine): void {
  const { rows, columns } = picture;
  const [length, height] = line.direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = line.direction === 'across' ? [1, columns] : [columns, 1];
  const limit = Math.max(line.thickness + 2, 1.6 * line.thickness);
  const overhang = Math.ceil(line.thickness);
  const last = Math.min(length - 1, line.to + overhang);
  for (let along = Math.max(0, line.from - overhang); along <= last; along++) {
    const middle = Math.round(line.start + line.slope * along);
    const at = (across: number) => along * alongStep + across * step;
    const isInk = (across: number) => across >= 0 && across < height && picture.values[at(across)]! >= low;
    let first = middle;
    for (let aside = 0; aside <= 2 && !isInk(first); aside++) {
      first = isInk(middle - aside) ? middle - aside : middle + aside;
    }
    if (!isInk(first)) {
      wipe(middle - 1, middle + 1);
      continue;
    }
    let end = first;
    while (isInk(first - 1)) first--;
    while (isInk(end + 1)) end++;
    if (end - first + 1 > limit) continue;
    wipe(first - 1, end + 1);

    function wipe(from: number, to: number): void {
      for (let across = Math.max(0, from); across <= Math.min(height - 1, to); across++)
        values[at(across)] = 0;
    }
  }
}
