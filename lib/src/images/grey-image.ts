import { type BoundingBox, borderPlaces, type ImageSize, pixelCount } from './image-size.js';

/**
 * If red, green and blue differ by at most this in every pixel, the image's colours are dropped, because they add
 * little to the grey levels.
 */
const faintestColour = 16;

/** An image of any size: its grey levels and, if it has any, its colours. */
export interface GreyImage extends ImageSize {
  /** Grey levels, 0 (black) to 255 (white), rows × columns, row-major. */
  readonly pixels: Uint8Array;
  /**
   * Colours, if the image has any: red, green and blue of each pixel, 0 to 255, rows × columns × 3,
   * row-major.
   */
  readonly colours?: Uint8Array;
  /** Factor by which the image file was shrunk along each side. Defaults to 1. */
  readonly shrunkBy?: number;
  /** Height and width of the image file in pixels, if the image may have been shrunk. */
  readonly fileSize?: ImageSize;
}

/** An image of one channel whose pixels are real numbers, such as averaged grey levels. */
export interface FloatImage extends ImageSize {
  /** rows × columns numbers, row-major. */
  readonly values: Float32Array;
}

/**
 * Makes an image from the pixels of a canvas or a decoder: grey levels (luma by ITU-R BT.601) and colours, if
 * it has any. Transparent pixels become white, or black if the drawing is light, which would be invisible on
 * white.
 *
 * @param samples 0 to 255: red, green and blue of each pixel, with 4 channels also its opacity.
 * @param channels 3 or 4.
 */
export function pictureFromColours(
  samples: Uint8Array | Uint8ClampedArray,
  { rows, columns }: ImageSize,
  channels: 3 | 4,
): GreyImage {
  const colours = channels === 3 ? samples : onOneGround(samples);
  const pixels = new Uint8Array(rows * columns);
  let isColoured = false;
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel++, at += 3) {
    const red = colours[at]!;
    const green = colours[at + 1]!;
    const blue = colours[at + 2]!;
    pixels[pixel] = (0.299 * red + 0.587 * green + 0.114 * blue + 0.5) | 0;
    isColoured ||= Math.max(red, green, blue) - Math.min(red, green, blue) > faintestColour;
  }
  if (!isColoured) return { pixels, rows, columns };
  const bytes = new Uint8Array(colours.buffer, colours.byteOffset, colours.length);
  return { pixels, rows, columns, colours: bytes };
}

/** Colours composited onto white, or onto black if the drawing is light. */
function onOneGround(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  let weighted = 0;
  let opacity = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    opacity += rgba[at + 3]!;
    weighted += greyOf(rgba, at) * rgba[at + 3]!;
  }
  const ground = weighted > opacity * 127.5 ? 0 : 255;
  const colours = new Uint8Array((3 * rgba.length) / 4);
  for (let at = 0, to = 0; at < rgba.length; at += 4, to += 3) {
    const share = rgba[at + 3]!;
    for (let channel = 0; channel < 3; channel++)
      colours[to + channel] = ground + ((rgba[at + channel]! - ground) * share) / 255 + 0.5;
  }
  return colours;
}

function greyOf(colours: Uint8Array | Uint8ClampedArray, at: number): number {
  return Math.round(0.299 * colours[at]! + 0.587 * colours[at + 1]! + 0.114 * colours[at + 2]!);
}

/**
 * Makes the background black, as in the datasets. An image with a light background is inverted. Then the background's
 * grey becomes 0 and the other levels are stretched over 0..255. The background is the median of the image's
 * outermost pixels. An image with a black background keeps its grey levels. The result has no colours.
 *
 * @throws {RangeError} if the image is empty or its pixels are not rows × columns.
 *
 * @example
 * const { pixels } = withBlackBackground({ pixels: Uint8Array.of(255, 0, 255), rows: 1, columns: 3 });
 * console.log(pixels); // Uint8Array(3) [ 0, 255, 0 ]
 */
export function withBlackBackground(picture: GreyImage): GreyImage {
  checkPicture(picture);
  const { pixels, rows, columns } = picture;
  const background = borderGrey(picture);
  const strongest = background >= 128 ? 0 : 255;
  const scale = 255 / (strongest - background);
  const stretched = pixels.map((pixel) => Math.max(0, Math.round((pixel - background) * scale)));
  return { pixels: stretched, rows, columns };
}

/** Median grey level of the outermost pixels. */
export function borderGrey(picture: GreyImage): number {
  const border = borderPlaces(picture).map((place) => picture.pixels[place]!);
  border.sort((first, second) => first - second);
  return border[border.length >> 1]!;
}

/** A box of a possibly shrunk image, in pixels of its file. */
export function boxInFile(box: BoundingBox, { shrunkBy = 1 }: GreyImage): BoundingBox {
  const [top, left] = [Math.round(box.top * shrunkBy), Math.round(box.left * shrunkBy)];
  return { top, left, rows: Math.round(box.rows * shrunkBy), columns: Math.round(box.columns * shrunkBy) };
}

/**
 * Checks that an image is not empty and has rows × columns pixels.
 *
 * @throws {RangeError} if it is empty or has another number of pixels.
 */
export function checkPicture(picture: GreyImage): void {
  const { pixels, rows, columns } = picture;
  if (pixels.length === 0 || pixels.length !== pixelCount(picture)) {
    throw new RangeError(
      `Using an image of ${rows} × ${columns} pixels: expected a grey level for each, and at least 1, but found ${pixels.length}.`,
    );
  }
}
