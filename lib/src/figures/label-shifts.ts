/** A label over a plot. */
export interface PlacedLabel {
  /** Its middle, in pixels from the left edge and from the bottom. */
  readonly x: number;
  readonly y: number;
  /** Number of its characters. */
  readonly length: number;
}

// Bold text of 12 pixels in a frame, a little generously.
const characterWidth = 7.5;
const frameWidth = 10;
const labelHeight = 20;

/** Pixels, upwards, by which to move each label so that none lies on another: only as far down as it takes. */
export function labelShifts(labels: readonly PlacedLabel[]): number[] {
  const shifts = new Array<number>(labels.length).fill(0);
  const placed: { readonly left: number; readonly right: number; readonly y: number }[] = [];
  const fromTop = Array.from(labels.keys()).sort((one, other) => labels[other]!.y - labels[one]!.y);
  for (const index of fromTop) {
    const { x, y, length } = labels[index]!;
    const half = (length * characterWidth + frameWidth) / 2;
    let at = y;
    for (const other of placed) {
      const besides = x + half <= other.left || x - half >= other.right;
      // Those placed so far go downwards, so each can only push further down.
      if (!besides && at > other.y - labelHeight) at = other.y - labelHeight;
    }
    placed.push({ left: x - half, right: x + half, y: at });
    placed.sort((one, other) => other.y - one.y);
    shifts[index] = Math.round(at - y);
  }
  return shifts;
}
