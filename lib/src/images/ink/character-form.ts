import type { FloatImage } from '../grey-image.js';
import { type ImageSize, pixelCount, scaledSize } from '../image-size.js';
import { resizePicture } from '../resize.js';
import { strokeWidth, widenStrokes } from './stroke-weight.js';

/** Stroke widths in MNIST, in pixels of the box of 20 × 20: 98% of the training images are within. */
const [finest, broadest] = [1.5, 4.4];
/** What thin strokes are brought to: the training images' median. */
const usual = 2.4;

/** Strokes are drawn anew only where the character is large enough to be measured to a fraction of a pixel. */
const drawnSide = 120;

/**
 * Brings the ink of one character to the form of MNIST's images, as that dataset was made: scaled to fit a box of
 * 20 × 20 pixels without changing its proportions, its strokes as wide as MNIST's are, with the grey levels that come
 * from scaling black-and-white edges, then moved by whole pixels until its centre of mass lies at the centre of
 * 28 × 28 pixels (of every image in MNIST's test set the centre of mass lies at 14 to 15 pixels from the top and from
 * the left).
 *
 * @param ink 0 (paper) to 1.
 * @returns `rows × columns` pixels, 0 (background) to 255 (ink), row-major.
 * @see {@link http://yann.lecun.com/exdb/mnist/}, "The MNIST database of handwritten digits".
 */
export function characterForm(ink: FloatImage, size: ImageSize): Uint8Array {
  const { rows, columns } = size;
  const form = new Uint8Array(pixelCount(size));
  const inBox = trim(withUsualStrokes(trim(ink)));
  const scale = Math.min((rows * 20) / 28 / inBox.rows, (columns * 20) / 28 / inBox.columns);
  const box = resizePicture(
    {
      pixels: Uint8Array.from(inBox.values, (value) => Math.round(255 * value)),
      rows: inBox.rows,
      columns: inBox.columns,
    },
    scaledSize(inBox, scale),
  );
  const strongest = box.pixels.reduce((most, pixel) => Math.max(most, pixel), 1);
  const centre = centreOfMass(box);
  const top = offset(centre.row, box.rows, rows);
  const left = offset(centre.column, box.columns, columns);
  box.pixels.forEach((pixel, at) => {
    const row = Math.floor(at / box.columns);
    form[(top + row) * columns + left + (at % box.columns)] = Math.round((255 * pixel) / strongest);
  });
  return form;
}

function withUsualStrokes(ink: FloatImage): FloatImage {
  const side = Math.max(ink.rows, ink.columns);
  const width = strokeWidth(ink);
  const [fine, broad] = [finest / 20, broadest / 20];
  const share = width / side;
  if (share >= fine && share <= broad) return ink;
  const factor = Math.max(1, Math.ceil(drawnSide / side));
  const large = factor > 1 ? enlarge(ink, factor) : ink;
  const wanted = share < fine ? usual / 20 : broad;
  const length = Math.max(large.rows, large.columns);
  // The strokes' ends grow with their width: (width + change) / (length + change) is what is wanted.
  const change = (wanted * length - width * factor) / (1 - wanted);
  return widenStrokes(large, change);
}

/** Cuts away rows and columns at the edges that hold less than a quarter of full ink anywhere. */
function trim(field: FloatImage): FloatImage {
  const { values, rows, columns } = field;
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  values.forEach((value, at) => {
    if (value < 0.25) return;
    const row = Math.floor(at / columns);
    const column = at % columns;
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
    left = Math.min(left, column);
    right = Math.max(right, column);
  });
  if (bottom < 0) return field;
  const result = {
    values: new Float32Array((bottom - top + 1) * (right - left + 1)),
    rows: bottom - top + 1,
    columns: right - left + 1,
  };
  for (let row = 0; row < result.rows; row++) {
    const start = (top + row) * columns + left;
    result.values.set(values.subarray(start, start + result.columns), row * result.columns);
  }
  return result;
}

/** Of the ink, in pixels from the picture's top left corner. */
function centreOfMass({ pixels, columns }: { readonly pixels: Uint8Array; readonly columns: number }) {
  let [mass, row, column] = [0, 0, 0];
  pixels.forEach((pixel, index) => {
    mass += pixel;
    row += pixel * (Math.floor(index / columns) + 0.5);
    column += pixel * ((index % columns) + 0.5);
  });
  return { row: row / mass, column: column / mass };
}

/** Where the box starts so that its centre of mass comes to lie at the centre, with all of it in the image. */
function offset(centre: number, boxSide: number, imageSide: number): number {
  return Math.min(imageSide - boxSide, Math.max(0, Math.ceil(imageSide / 2 - centre)));
}

/** Enlarges a picture by a whole factor, with straight lines between its pixels' centres. */
function enlarge({ values, rows, columns }: FloatImage, factor: number): FloatImage {
  const width = columns * factor;
  const result = new Float32Array(rows * factor * width);
  const place = (at: number, length: number) => {
    const exact = Math.min(length - 1, Math.max(0, (at + 0.5) / factor - 0.5));
    const first = Math.min(length - 1, Math.floor(exact));
    return { first, second: Math.min(length - 1, first + 1), share: exact - first };
  };
  const across = Array.from({ length: width }, (_, column) => place(column, columns));
  for (let row = 0; row < rows * factor; row++) {
    const down = place(row, rows);
    for (let column = 0; column < width; column++) {
      const { first, second, share } = across[column]!;
      const above =
        (1 - share) * values[down.first * columns + first]! + share * values[down.first * columns + second]!;
      const below =
        (1 - share) * values[down.second * columns + first]! +
        share * values[down.second * columns + second]!;
      result[row * width + column] = (1 - down.share) * above + down.share * below;
    }
  }
  return { values: result, rows: rows * factor, columns: width };
}
