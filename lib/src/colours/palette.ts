/**
 * The colours of figures and progress bars, and the highlight colours of pages. `themes.ts` has the other colours
 * of pages.
 */

/** The highlight colour: correct predictions, the reader's own network, links, bars. */
export const accent = {
  /** For backgrounds that may be light or dark, such as that of a figure. */
  anywhere: '#0075d4',
  /** For text on a light page. */
  onLight: '#0b62c4',
  /** For text on a dark page. */
  onDark: '#6cb0ff',
} as const;

/** The colour of wrong predictions. */
export const wrongColour = '#d76206';
/** A darker {@link wrongColour}, on which white numbers are readable. */
export const strongWrongColour = '#c05600';
/** The colour of comparisons, such as baselines. */
export const plainColour = '#8a8f98';

/**
 * Grey that is readable on white and on near-black (contrast 4.5 and 4.2), because figures have no
 * background.
 */
export const textColour = '#767676';
/** Background of images and similar panels: dark on every page, so that white is always readable on it. */
export const panelColour = '#1b1f24';
/** Background of labels, dark on every page. */
export const labelColour = '#24292f';
/** Text colour on {@link panelColour}, on {@link labelColour} and on strong colours. */
export const brightTextColour = '#ffffff';
/** Colour of grid lines, frames and the unfilled part of a bar. */
export const lineColour = 'rgba(128, 128, 128, 0.28)';
export const transparent = 'rgba(0, 0, 0, 0)';

/**
 * Ends of a scale of signed values with {@link panelColour} in the middle: bright, because the middle is
 * dark.
 */
export const signedColours = { negative: '#ff9430', positive: '#54b2ff' } as const;

/** Words for the highlight colours in the text of figures. */
export const colourWords = { accent: 'blue', wrong: 'orange', positive: 'blue', negative: 'orange' } as const;

/**
 * Ten colours that readers with normal, protan, deutan and tritan vision can distinguish, on a white and a
 * dark page. They were found by maximising the smallest distance between any two (OKLab, colour vision
 * deficiencies as simulated by Machado, Oliveira and Fernandes 2009), among colours of moderate chroma and
 * contrast to both pages.
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
 * The ten colours for a light background, found in the same way, with a contrast of at least 3, as the Web
 * Content Accessibility Guidelines require of lines and points. The first two do not change, because other
 * figures use them too.
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

/** Colours of the first ten classes on a dark background. */
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

/** Red, green and blue of `'#rrggbb'`, each 0 to 255. */
export function channels(colour: string): [red: number, green: number, blue: number] {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** Converts `'#rrggbb'` and an opacity from 0 to 1 to CSS `rgba()`. */
export function withOpacity(colour: string, opacity: number): string {
  return `rgba(${channels(colour).join(', ')}, ${opacity})`;
}
