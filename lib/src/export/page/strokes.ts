import type { GreyImage } from '../../images/grey-image.js';

/** Distances from the left and the top edge, as fractions of the pad's side. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Stroke = readonly Point[];

// The median width of strokes in MNIST's test images: 2.5 of 28 pixels. In half of them, it is 2.1 to 2.9.
export const penWidth = 2.5 / 28;

/** Draws strokes with a round pen, as curves from the middle of each pair of points to the next. */
export function drawStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  place: { readonly scale: number; readonly x: number; readonly y: number; readonly width: number },
): void {
  context.lineWidth = place.width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) {
    const points = stroke.map((point) => ({
      x: point.x * place.scale + place.x,
      y: point.y * place.scale + place.y,
    }));
    const [first, ...rest] = points;
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x, first.y);
    rest.forEach((point, index) => {
      const next = rest[index + 1];
      if (next) context.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
      else context.lineTo(point.x, point.y);
    });
    // A dot is a line of length 0.
    if (rest.length === 0) context.lineTo(first.x, first.y);
    context.stroke();
  }
}

/** Whether a drawing is smaller than the pen is wide, as after a tap. */
export function isDot(strokes: readonly Stroke[]): boolean {
  return extentOf(strokes).side < penWidth;
}

function extentOf(strokes: readonly Stroke[]) {
  const points = strokes.flat();
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { left, right, top, bottom, side: Math.max(right - left, bottom - top) };
}

const pictureSide = 280;

/**
 * The strokes in white on black, scaled to 20 of 28 pixels as in MNIST. The pen is as wide as MNIST's strokes.
 */
export function pictureOfStrokes(strokes: readonly Stroke[]): GreyImage {
  const canvas = document.createElement('canvas');
  canvas.width = pictureSide;
  canvas.height = pictureSide;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const { left, right, top, bottom, side } = extentOf(strokes);
  const width = penWidth * pictureSide;
  // Drawings smaller than the pen's width are enlarged as if they had this width.
  const extent = Math.max(side, penWidth);
  const scale = ((20 / 28) * pictureSide - width) / extent;
  const x = pictureSide / 2 - ((left + right) / 2) * scale;
  const y = pictureSide / 2 - ((top + bottom) / 2) * scale;
  context.strokeStyle = '#fff';
  drawStrokes(context, strokes, { scale, x, y, width });
  const { data } = context.getImageData(0, 0, pictureSide, pictureSide);
  const pixels = new Uint8Array(pictureSide * pictureSide);
  for (let index = 0; index < pixels.length; index++) pixels[index] = data[index * 4 + 3]!;
  return { pixels, rows: pictureSide, columns: pictureSide };
}
