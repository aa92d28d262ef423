import type { FloatImage } from '../grey-image.js';
import type { Component, Labelling } from './components.js';
import type { InkStrength } from './strength.js';

/** A connected component with what its outline tells. */
export interface MeasuredMark extends Component {
  /** Grey levels by which its outline differs from what lies outside, summed along the outline. */
  readonly edge: number;
  /** The same for each pixel of the outline. */
  readonly contrast: number;
  /** How much of its strength that is: near 1 for ink, near 0 for a shadow, which fades away. */
  readonly crispness: number;
  /** Mean width of its strokes by its longer side: of handwriting rarely above a fifth, of a disc half. */
  readonly weight: number;
}

/** Measures how crisp each component's outline is in the picture itself. */
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
