import type { DrawnText, TextBoxes } from './plotly-page.js';

/** Allowed overlap in pixels: bounding boxes are a little larger than the letters. */
const touch = 2;

/** Texts that are cut off by the edge of the figure. */
export function cutTexts({ width, height, texts }: TextBoxes): string[] {
  const isInside = ({ corners }: DrawnText) =>
    corners.every(([x, y]) => x >= -touch && y >= -touch && x <= width + touch && y <= height + touch);
  return texts.filter((text) => !isInside(text)).map(({ text }) => text);
}

/** Pairs of texts that overlap. */
export function overlappingTexts({ texts }: TextBoxes): string[] {
  return texts.flatMap((one, at) =>
    texts
      .slice(at + 1)
      .filter((other) => overlap(one, other))
      .map((other) => `${one.text} on ${other.text}`),
  );
}

/** Whether two rotated boxes overlap: no side of either separates them. */
function overlap(one: DrawnText, other: DrawnText): boolean {
  return [one, other].every(({ corners }) =>
    corners.every(([x, y], side) => {
      const [nextX, nextY] = corners[(side + 1) % corners.length]!;
      const length = Math.hypot(nextX - x, nextY - y);
      if (length === 0) return true;
      const [acrossX, acrossY] = [(nextY - y) / length, -(nextX - x) / length];
      const along = (text: DrawnText) => text.corners.map(([px, py]) => px * acrossX + py * acrossY);
      const [first, second] = [along(one), along(other)];
      const common =
        Math.min(Math.max(...first), Math.max(...second)) - Math.max(Math.min(...first), Math.min(...second));
      return common > touch;
    }),
  );
}
