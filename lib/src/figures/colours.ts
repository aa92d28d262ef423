import { channels, firstTenClasses, panelColour, signedColours } from '../colours/palette.js';

/**
 * The colour of a class, the same in every figure. Colour-blind readers can distinguish the first ten. The
 * hues of all others are a golden angle apart, in three lightnesses.
 *
 * @returns `'#rrggbb'`.
 * @throws {RangeError} if the index is not an integer of at least 0.
 *
 * @example
 * console.log(classColour(0) === classColour(1)); // false
 */
export function classColour(classIndex: number): string {
  if (!Number.isInteger(classIndex) || classIndex < 0) {
    throw new RangeError(
      `Choosing a colour: expected the class index to be an integer of at least 0 but found ${classIndex}.`,
    );
  }
  const known = firstTenClasses[classIndex];
  if (known !== undefined) return known;
  const step = classIndex - firstTenClasses.length;
  return hueToHex((step * 137.508 + 15) % 360, [0.45, 0.6, 0.36][step % 3]!);
}

/** A scale from the panel's background to one colour, by the square root of the value, so that small counts are visible. */
export function panelScale(colour: string): [position: number, colour: string][] {
  const [from, to] = [channels(panelColour), channels(colour)];
  const steps = 10;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const mixed = from.map((start, channel) => Math.round(start + ((to[channel]! - start) * step) / steps));
    return [Math.round((step / steps) ** 2 * 100) / 100, `rgb(${mixed.join(', ')})`];
  });
}

/** Red, green and blue, 0 to 255, of each colour number from 0 to 255. */
export type Palette = readonly (readonly [red: number, green: number, blue: number])[];

/** Grey levels: 0 is black, 255 is white. */
export const greyPalette: Palette = Array.from({ length: 256 }, (_, level) => [level, level, level]);

/** A palette for signed values: 0 is the most negative, 128 is dark (zero), 255 is the most positive. */
export const divergingPalette: Palette = Array.from({ length: 256 }, (_, level) => {
  const strength = Math.min(1, Math.abs(level - 128) / 127);
  const end = channels(level < 128 ? signedColours.negative : signedColours.positive);
  const mixed = channels(panelColour).map((start, channel) => start + (end[channel]! - start) * strength);
  return mixed.map(Math.round) as [number, number, number];
});

function hueToHex(hue: number, lightness: number): string {
  const amplitude = 0.55 * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const position = (offset + hue / 30) % 12;
    const value = lightness - amplitude * Math.max(-1, Math.min(position - 3, 9 - position, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** Signed numbers as colour numbers of the diverging palette: 0 is dark, `±limit` and beyond have the strongest colours. */
export function signedPixels(values: ArrayLike<number>, limit: number): Uint8Array {
  return Uint8Array.from(values, (value) => {
    const position = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
    // The result is at most 254, because 255 is transparent in a grid of images.
    return 128 + Math.round(position * 126);
  });
}

/** Quantile of the absolute values, which limits the influence of outliers. */
export function sizeQuantile(values: ArrayLike<number>, share: number): number {
  const sizes = Float64Array.from(values, Math.abs).sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
}
