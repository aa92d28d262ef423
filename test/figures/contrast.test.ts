import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { brightTextColour, channels, labelColour, panelColour } from '../../lib/src/colours/palette.js';
import { figureThemes, lessonPageColours } from '../../lib/src/colours/themes.js';
import { root } from '../../scripts/lessons/project.js';
import { figureColours } from '../../scripts/report/figure-colours.js';
import { contrast } from '../colours/contrast.js';
import { exampleFigures } from './example-figures.js';
import { type DrawnColour, openPlotlyPage } from './plotly-page.js';

/** Level AA of the Web Content Accessibility Guidelines, for text and for graphics. */
const least = { text: 4.5, mark: 3 };

/** Factor by which lab-extension.js brightens charts in JupyterLab's dark theme. */
const brighter = Number(
  /brightness\(([\d.]+)\)/.exec(readFileSync(path.join(root, 'lib/jupyter/lab-extension.js'), 'utf8'))![1],
);
const inJupyterLab = {
  light: { ground: '#ffffff', shown: (colour: string) => colour },
  dark: { ground: '#111111', shown: (colour: string) => brightened(colour, brighter) },
};

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

/**
 * The colours of every figure on a lesson's page, whose style sheet replaces some of them, and in JupyterLab, before
 * the extension brightens them in the dark theme.
 */
const drawn: { readonly name: string; readonly onPage: ByTheme; readonly inLab: ByTheme }[] = [];
type ByTheme = Readonly<Record<Theme, readonly DrawnColour[]>>;

beforeAll(async () => {
  const page = await openPlotlyPage();
  const styles = [figureColours(), ''].flatMap((css) => themes.map((theme) => ({ css, theme })));
  try {
    for (const figure of exampleFigures({ classNames: [...'0123456789'] })) {
      const [light, dark, lightLab, darkLab] = await page.coloursOf(figure, styles);
      drawn.push({
        name: figure.name,
        onPage: { light: light!, dark: dark! },
        inLab: { light: lightLab!, dark: darkLab! },
      });
    }
  } finally {
    page.close();
  }
});

describe.each(themes)('on a %s page', (theme) => {
  const ground = lessonPageColours[theme].page;

  it('every chart colour has enough contrast with the page', () => {
    for (const [from, to] of Object.entries(figureThemes[theme].text))
      expect(contrast(to, ground), from).toBeGreaterThanOrEqual(least.text);
    for (const [from, to] of Object.entries(figureThemes[theme].marks))
      expect(contrast(to, ground), from).toBeGreaterThanOrEqual(least.mark);
  });

  it('every text, point, line and bar of a chart has enough contrast with its background', () => {
    for (const { name, onPage } of drawn) {
      const weak = onPage[theme].filter(
        ({ kind, colour, on }) => contrast(colour, on ?? ground) < least[kind],
      );
      expect(weak.map(describeWeak), name).toEqual([]);
    }
    expect(drawn.flatMap(({ onPage }) => onPage[theme]).length).toBeGreaterThan(500);
  });
});

it.each(themes)('chart text has enough contrast in the %s theme of JupyterLab', (theme) => {
  const { ground, shown } = inJupyterLab[theme];
  let seen = 0;
  for (const { name, inLab } of drawn) {
    const texts = inLab[theme].filter(({ kind }) => kind === 'text');
    const weak = texts.filter(
      ({ colour, on }) => contrast(shown(colour), on ? shown(on) : ground) < least.text,
    );
    expect(weak.map(describeWeak), name).toEqual([]);
    seen += texts.length;
  }
  expect(seen).toBeGreaterThan(300);
});

/** A colour after CSS's `brightness()`. */
function brightened(colour: string, factor: number): string {
  const bright = channels(colour).map((channel) => Math.min(255, Math.round(channel * factor)));
  return `#${bright.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function describeWeak({ kind, colour, text }: DrawnColour): string {
  return `${kind} ${colour} ${text}`;
}

it('white text in charts has enough contrast with the label and panel colours', () => {
  for (const ground of [labelColour, panelColour])
    expect(contrast(brightTextColour, ground)).toBeGreaterThan(least.text);
});
