/**
 * Every colour of figures, progress bars, lessons as pages and the page to draw on. None is written anywhere else:
 * what is changed here is changed in all of them.
 */

/** Of what the eye should go to: what was predicted right, this network, links, bars. */
export const accent = {
  /** On a ground that may be light or dark, as a figure's. */
  anywhere: '#0075d4',
  /** For text on a light page. */
  onLight: '#0b62c4',
  /** For text on a dark page. */
  onDark: '#6cb0ff',
} as const;

/** Of what was predicted wrong. */
export const wrongColour = '#d76206';
/** A darker {@link wrongColour}, on which white numbers can be read. */
export const strongWrongColour = '#c05600';
/** Of what serves for comparison. */
export const plainColour = '#8a8f98';

/** Grey that can be read on white and on near-black alike (contrast 4.5 and 4.2), as figures have no ground. */
export const textColour = '#767676';
/** Ground of images, and of what is drawn like one: dark on every page, so that white on it can always be read. */
export const panelColour = '#1b1f24';
/** Ground of labels, dark on every page. */
export const labelColour = '#24292f';
/** Of text on {@link panelColour}, on {@link labelColour} and on strong colours. */
export const brightTextColour = '#ffffff';
/** Of grid lines, frames and the part of a bar that is not filled. */
export const lineColour = 'rgba(128, 128, 128, 0.28)';
/** Invisible. */
export const transparent = 'rgba(0, 0, 0, 0)';

/** Ends of a scale of signed numbers whose middle is {@link panelColour}: bright, as the ground is dark. */
export const signedColours = { negative: '#ff9430', positive: '#54b2ff' } as const;

/** What figures call their colours where they explain them to their readers. */
export const colourWords = { accent: 'blue', wrong: 'orange', positive: 'blue', negative: 'orange' } as const;

/**
 * Ten colours told apart by readers with normal, protan, deutan and tritan vision, on a white page as on a dark one.
 * Found by maximising the smallest distance between any two (OKLab, colour vision deficiencies as simulated by
 * Machado, Oliveira and Fernandes 2009), among colours of moderate chroma and contrast to both pages.
 */
export const firstTenClasses = [
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

/**
 * The same ten where the ground is known to be light, found in the same way, with a contrast of at least 3 to it: what
 * the Web Content Accessibility Guidelines ask of lines and points. The first two are other figures' colours as well, and
 * stay.
 */
export const firstTenClassesOnLight = [
  '#0075d4',
  '#d76206',
  '#31564f',
  '#a45d7a',
  '#5e2a79',
  '#655b15',
  '#069fa5',
  '#6a1f13',
  '#0e1609',
  '#625fa0',
] as const;

/** The same on a dark ground. */
export const firstTenClassesOnDark = [
  '#0075d4',
  '#d76206',
  '#7cccb7',
  '#f78c6e',
  '#8b529c',
  '#b8ec76',
  '#85f0f1',
  '#b1481b',
  '#7b8377',
  '#c79df5',
] as const;

/** Red, green and blue of `'#rrggbb'`, 0 to 255 each. */
export function channels(colour: string): [red: number, green: number, blue: number] {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** `'#rrggbb'` with an opacity from 0 to 1, as CSS `rgba()`. */
export function withOpacity(colour: string, opacity: number): string {
  return `rgba(${channels(colour).join(', ')}, ${opacity})`;
}
