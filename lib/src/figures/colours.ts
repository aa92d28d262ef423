import { panelColour } from './theme.js';

/**
 * Ten colours told apart by readers with normal, protan, deutan and tritan vision, on a white page as on a dark one.
 * Found by maximising the smallest distance between any two (OKLab, colour vision deficiencies as simulated by
 * Machado, Oliveira and Fernandes 2009), among colours of moderate chroma and contrast to both pages.
 */
const firstTen = [
  '#0075d4',
  '#d76206',
  '#065f51',
  '#ff909e',
  '#713895',
  '#c0b813',
  '#0cc9e0',
  '#a21e08',
  '#788478',
  '#9d8bff',
] as const;

/** Of what was predicted right, or is this model's own. */
export const rightColour = '#0075d4';
/** Of what was predicted wrong. */
export const wrongColour = '#d76206';
/** Of what serves for comparison. */
export const plainColour = '#8a8f98';

/**
 * The colour of a class, the same in every figure. The first ten are safe for colour-blind readers; after them hues
 * follow by the golden angle in three lightnesses, so that any number of classes has colours that stay.
 *
 * @param classIndex an integer of at least 0.
 * @returns `'#rrggbb'`.
 * @throws {RangeError} if the index is not such an integer.
 *
 * @example
 * ```ts
 * console.log(classColour(0) === classColour(1)); // false
 * ```
 */
export function classColour(classIndex: number): string {
  if (!Number.isInteger(classIndex) || classIndex < 0) {
    throw new RangeError(
      `Cannot choose a colour: the class index is ${classIndex}, wanted an integer of at least 0`,
    );
  }
  const known = firstTen[classIndex];
  if (known !== undefined) return known;
  const step = classIndex - firstTen.length;
  return hslToHex((step * 137.508 + 15) % 360, 0.55, [0.45, 0.6, 0.36][step % 3]!);
}

/** `'#rrggbb'` with an opacity from 0 to 1, as CSS `rgba()`. */
export function withOpacity(colour: string, opacity: number): string {
  const [red, green, blue] = channels(colour);
  return `rgba(${red}, ${green}, ${blue}, ${opacity})`;
}

/**
 * A colour scale from the panel's ground to one colour, growing with the square root of the value, so that small
 * counts are seen beside large ones.
 */
export function panelScale(colour: string): [position: number, colour: string][] {
  const [from, to] = [panelColour, colour].map(channels);
  const steps = 10;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const mixed = from!.map((start, channel) => Math.round(start + ((to![channel]! - start) * step) / steps));
    return [Math.round((step / steps) ** 2 * 100) / 100, `rgb(${mixed.join(', ')})`];
  });
}

/** The palette of {@link import('./png.js').pngAddress} for pixels: 0 is black, 255 is white. */
export const greyPalette: readonly (readonly [number, number, number])[] = Array.from(
  { length: 256 },
  (_, level) => [level, level, level] as const,
);

/** A palette for signed values: 0 is orange (most negative), 128 is dark (zero), 255 is blue (most positive). */
export const divergingPalette: readonly (readonly [number, number, number])[] = Array.from(
  { length: 256 },
  (_, level) => {
    const strength = Math.min(1, Math.abs(level - 128) / 127);
    const end = level < 128 ? [255, 148, 48] : [84, 178, 255];
    const [red, green, blue] = channels(panelColour).map((start, channel) =>
      Math.round(start + (end[channel]! - start) * strength),
    );
    return [red!, green!, blue!] as const;
  },
);

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hslToHex(hue: number, saturation: number, lightness: number): string {
  const amplitude = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const position = (offset + hue / 30) % 12;
    const value = lightness - amplitude * Math.max(-1, Math.min(position - 3, 9 - position, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
