import {
  accent,
  firstTenClasses,
  firstTenClassesOnDark,
  firstTenClassesOnLight,
  strongWrongColour,
  textColour,
  wrongColour,
} from './palette.js';

/** The colours of a page by CSS variable, in the light and the dark theme. */
interface PageColours {
  readonly light: Readonly<Record<string, string>>;
  readonly dark: Readonly<Record<string, string>>;
}

export const demoPageColours = {
  light: {
    ground: '#f6f5f1',
    card: '#ffffff',
    ink: '#1b1f24',
    quiet: '#5a6370',
    line: '#d9d8d2',
    accent: accent.onLight,
    bar: '#b9c3cf',
    problem: '#a3231b',
    image: '#000000',
  },
  dark: {
    ground: '#14171b',
    card: '#1e2329',
    ink: '#eef1f4',
    quiet: '#a3adb9',
    line: '#363d46',
    accent: accent.onDark,
    bar: '#566270',
    problem: '#ff9d94',
    image: '#000000',
  },
} as const satisfies PageColours;

export const lessonPageColours = {
  light: {
    text: '#1f2328',
    quiet: '#59636e',
    line: '#d1d9e0',
    shade: '#f6f8fa',
    accent: accent.onLight,
    page: '#ffffff',
    keyword: '#8250df',
    string: '#0a3069',
    number: '#0550ae',
    error: '#fff1f0',
    'error-edge': '#c62828',
  },
  dark: {
    text: '#e6edf3',
    quiet: '#9198a1',
    line: '#3d444d',
    shade: '#161b22',
    accent: accent.onDark,
    page: '#0d1117',
    keyword: '#d2a8ff',
    string: '#a5d6ff',
    number: '#79c0ff',
    error: '#3a1618',
    'error-edge': '#c62828',
  },
} as const satisfies PageColours;

/** CSS that declares a page's colours as variables, for the light theme and, by media query, the dark one. */
export function colourVariables({ light, dark }: PageColours): string {
  const declare = (colours: Readonly<Record<string, string>>) =>
    Object.entries(colours)
      .map(([name, colour]) => `--${name}: ${colour};`)
      .join(' ');
  return `:root { color-scheme: light dark; ${declare(light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${declare(dark)} } }`;
}

/** Replacements for a figure's colours on a page whose background is known. */
export interface FigureTheme {
  /** Replacements for text colours, by the figure's colour. */
  readonly text: Readonly<Record<string, string>>;
  /** Replacements for points, lines and areas, by the figure's colour. */
  readonly marks: Readonly<Record<string, string>>;
}

const instead = (colours: readonly string[]) =>
  Object.fromEntries(firstTenClasses.map((colour, index) => [colour, colours[index]!]));

/**
 * The replacements for light and dark pages. No single colour has the contrast of 4.5 that text needs on
 * both.
 */
export const figureThemes = {
  light: {
    text: {
      [textColour]: lessonPageColours.light.quiet,
    },
    marks: instead(firstTenClassesOnLight),
  },
  dark: {
    text: {
      [textColour]: lessonPageColours.dark.quiet,
      [accent.anywhere]: accent.onDark,
      [strongWrongColour]: wrongColour,
    },
    marks: instead(firstTenClassesOnDark),
  },
} as const satisfies Readonly<Record<'light' | 'dark', FigureTheme>>;
