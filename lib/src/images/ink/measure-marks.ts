import type { FloatImage } from '../grey-image.js';
import type { Component, Labelling } from './components.js';
import type { InkStrength } from './strength.js';

/** A connected component with measurements of its outline. */
export interface MeasuredMark extends Component {
  /** Difference in grey levels between the outline and its surroundings, summed along the outline. */
  readonly edge: number;
  /** `edge` per pixel of the outline. */
  readonly contrast: number;
  /**
   * `contrast` relative to the mark's strength: near 1 for ink, near 0 for shadows, which have blurred edges.
   */
  readonly crispness: number;
  /** Mean stroke width divided by the longer side: rarely above 0.2 for handwriting, 0.5 for a filled square. */
  readonly weight: number;
}

/** Measures each component's outline, in the image from which the paper was not yet removed. */
export function measureMarks(
  field: FloatImage,
  strength: InkStrength,
  { labels, components }: Labelling,
): MeasuredMark[] {
  const { rows, columns } = field;
  const sign = strength.guess.ink === 'dark' ? 1 : -1;
  const distance = Math.max(2, Math.round(Math.max(rows, columns) / 100));
  const edges = new Float64Array(components.length + 1);
  const strengths = new Float64Array(components.length + 1);
  const outlines = new Float64Array(components.length + 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const label = labels[at]!;
      if (label === 0) continue;
      if (column > 0) look(at, label, -1, column);
      if (column < columns - 1) look(at, label, 1, columns - 1 - column);
      if (row > 0) look(at, label, -columns, row);
      if (row < rows - 1) look(at, label, columns, rows - 1 - row);
    }
  }
  return components.map((component) => {
    const edge = edges[component.label]!;
    const crispness = Math.min(1, edge / Math.max(1, strengths[component.label]!));
    const outline = Math.max(1, outlines[component.label]!);
    const width = (2 * component.area) / outline;
    const weight = width / Math.max(component.box.rows, component.box.columns);
    return { ...component, edge, contrast: edge / outline, crispness, weight };
  });

  function look(at: number, label: number, step: number, room: number): void {
    if (labels[at + step] !== 0) return;
    outlines[label]!++;
    const outside = at + step * Math.min(distance, room);
    edges[label]! += Math.max(0, sign * (field.values[outside]! - field.values[at]!));
    strengths[label]! += strength.values[at]!;
  }
}
