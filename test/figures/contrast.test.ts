import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brightTextColour, labelColour, panelColour } from '../../lib/src/colours/palette.js';
import { figureThemes, lessonPageColours } from '../../lib/src/colours/themes.js';
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

function describeWeak({ kind, colour, text }: DrawnColour): string {
  return `${kind} ${colour} ${text}`;
}

it('bright text has enough contrast with the backgrounds of charts', () => {
  for (const ground of [labelColour, panelColour])
    expect(contrast(brightTextColour, ground)).toBeGreaterThan(least.text);
});
