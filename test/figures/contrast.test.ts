import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brightTextColour, channels, labelColour, panelColour } from '../../lib/src/colours/palette.js';
import { figureThemes, lessonPageColours } from '../../lib/src/colours/themes.js';
import { root } from '../../scripts/lessons/project.js';
import { figureColours } from '../../scripts/report/figure-colours.js';
import { contrast } from '../colours/contrast.js';
import { exampleFigures } from './example-figures.js';
import { type DrawnColour, openPlotlyPage, type PlotlyPage } from './plotly-page.js';

/** Level AA of the Web Content Accessibility Guidelines, for text and for graphics. */
const least = { text: 4.5, mark: 3 };

let page: PlotlyPage;
beforeAll(async () => {
  page = await openPlotlyPage();
});
afterAll(() => page?.close());

describe.each(['light', 'dark'] as const)('on a %s page', (theme) => {
  const ground = lessonPageColours[theme].page;

  it('every chart colour has enough contrast with the page', () => {
    for (const [from, to] of Object.entries(figureThemes[theme].text))
      expect(contrast(to, ground), from).toBeGreaterThanOrEqual(least.text);
    for (const [from, to] of Object.entries(figureThemes[theme].marks))
      expect(contrast(to, ground), from).toBeGreaterThanOrEqual(least.mark);
  });

  it('every text, point, line and bar of every chart has enough contrast with its background', async () => {
    let seen = 0;
    for (const figure of exampleFigures({ classNames: [...'0123456789'] })) {
      const colours = await page.coloursOf(figure, figureColours(), theme);
      const weak = colours.filter(({ kind, colour, on }) => contrast(colour, on ?? ground) < least[kind]);
      expect(weak.map(describeWeak), figure.name).toEqual([]);
      seen += colours.length;
    }
    expect(seen).toBeGreaterThan(500);
  });
});

/** JupyterLab's own backgrounds. In the dark theme, its extension draws charts brighter. */
const brighter = Number(
  /brightness\(([\d.]+)\)/.exec(readFileSync(path.join(root, 'lib/jupyter/lab-extension.js'), 'utf8'))![1],
);
const inJupyterLab = {
  light: { ground: '#ffffff', shown: (colour: string) => colour },
  dark: { ground: '#111111', shown: (colour: string) => brightened(colour, brighter) },
};

it.each(['light', 'dark'] as const)(
  'text has enough contrast in the %s theme of JupyterLab',
  async (theme) => {
    const { ground, shown } = inJupyterLab[theme];
    let seen = 0;
    for (const figure of exampleFigures({ classNames: [...'0123456789'] })) {
      const texts = (await page.coloursOf(figure, '', theme)).filter(({ kind }) => kind === 'text');
      const weak = texts.filter(
        ({ colour, on }) => contrast(shown(colour), on ? shown(on) : ground) < least.text,
      );
      expect(weak.map(describeWeak), figure.name).toEqual([]);
      seen += texts.length;
    }
    expect(seen).toBeGreaterThan(300);
  },
);

/** A colour after CSS's `brightness()`. */
function brightened(colour: string, factor: number): string {
  const bright = channels(colour).map((channel) => Math.min(255, Math.round(channel * factor)));
  return `#${bright.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function describeWeak({ kind, colour, text }: DrawnColour): string {
  return `${kind} ${colour} ${text}`;
}

it('bright text has enough contrast with the backgrounds of charts', () => {
  for (const ground of [labelColour, panelColour])
    expect(contrast(brightTextColour, ground)).toBeGreaterThan(least.text);
});
