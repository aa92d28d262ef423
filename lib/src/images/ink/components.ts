import type { FloatImage } from '../grey-image.js';
import { type BoundingBox, pixelCount } from '../image-size.js';

/** A connected component. Pixels are connected at their sides and corners (8-connectivity). */
export interface Component {
  /** Number that marks the component's pixels in the array of labels, from 1. */
  readonly label: number;
  readonly box: BoundingBox;
  /** Number of pixels. */
  readonly area: number;
  /** Largest value among the component's pixels. */
  readonly peak: number;
  /** Sum of the values of the component's pixels. */
  readonly sum: number;
  /** The largest fraction of any one edge of the image that the component's pixels cover. */
  readonly edgeShare: number;
}

/** Components, and the label of each pixel's component (0 for none). */
export interface Labelling {
  readonly labels: Int32Array;
  readonly components: readonly Component[];
}

/**
 * Finds connected components of pixels of at least `low` that contain a pixel of at least `high`. Strokes
 * keep their faint parts, and entirely faint components are dropped.
 *
 * @see Canny 1986, "A Computational Approach to Edge Detection", on thresholds with hysteresis.
 */
export function findComponents(
  image: FloatImage,
  { low, high }: { readonly low: number; readonly high: number },
): Labelling {
  const { values: strength, rows, columns } = image;
  const labels = new Int32Array(pixelCount(image));
  const stack = new Int32Array(labels.length);
  const components: Component[] = [];
  for (let seed = 0; seed < labels.length; seed++) {
    if (labels[seed] !== 0 || strength[seed]! < high) continue;
    const label = components.length + 1;
    let top = rows;
    let bottom = 0;
    let left = columns;
    let right = 0;
    let area = 0;
    let peak = 0;
    let sum = 0;
    const onEdge = [0, 0, 0, 0];
    let depth = 0;
    stack[depth++] = seed;
    labels[seed] = label;
    while (depth > 0) {
      const at = stack[--depth]!;
      const row = (at / columns) | 0;
      const column = at - row * columns;
      area++;
      sum += strength[at]!;
      if (strength[at]! > peak) peak = strength[at]!;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row === 0) onEdge[0]!++;
      if (row === rows - 1) onEdge[1]!++;
      if (column === 0) onEdge[2]!++;
      if (column === columns - 1) onEdge[3]!++;
      for (let down = row > 0 ? -1 : 0; down <= (row < rows - 1 ? 1 : 0); down++) {
        for (let aside = column > 0 ? -1 : 0; aside <= (column < columns - 1 ? 1 : 0); aside++) {
          const next = at + down * columns + aside;
          if (labels[next] !== 0 || strength[next]! < low) continue;
          labels[next] = label;
          stack[depth++] = next;
        }
      }
    }
    const box = { top, left, rows: bottom - top + 1, columns: right - left + 1 };
    const edgeShare = Math.max(
      Math.max(onEdge[0]!, onEdge[1]!) / columns,
      Math.max(onEdge[2]!, onEdge[3]!) / rows,
    );
    components.push({ label, box, area, peak, sum, edgeShare });
  }
  return { labels, components };
}
