import { lessonPageColours } from './page-colours.js';
import {
  accent,
  firstTenClasses,
  firstTenClassesOnDark,
  firstTenClassesOnLight,
  plainColour,
  strongWrongColour,
  textColour,
  wrongColour,
} from './palette.js';

/** Colours to take instead of those of a figure, which is made for any ground, where the ground is known. */
export interface FigureTheme {
  /** For text, by the figure's colour. */
  readonly text: Readonly<Record<string, string>>;
  /** For points, lines and areas, by the figure's colour. */
  readonly marks: Readonly<Record<string, string>>;
}

const instead = (colours: readonly string[]) =>
  Object.fromEntries(firstTenClasses.map((colour, index) => [colour, colours[index]!]));

/**
 * What a page that knows its ground draws figures with. No colour has a contrast of 4.5, which text needs, to white and
 * to a dark page as well.
 */
export const figureThemes = {
  light: {
    text: {
      [textColour]: lessonPageColours.light.quiet,
      [plainColour]: lessonPageColours.light.quiet,
      [wrongColour]: strongWrongColour,
    },
    marks: instead(firstTenClassesOnLight),
  },
  dark: {
    text: {
      [textColour]: lessonPageColours.dark.quiet,
      [accent.anywhere]: accent.onDark,
    },
    marks: instead(firstTenClassesOnDark),
  },
} as const satisfies Readonly<Record<'light' | 'dark', FigureTheme>>;
