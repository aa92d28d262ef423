import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleGridFigure } from '../../lib/src/figures/sample-grid-figure.js';
import { describeInBrowser } from '../browser-tests.js';
import { exampleDataset, exampleFigures } from './example-figures.js';
import { openPlotlyPage, type PlotlyPage } from './plotly-page.js';

let page: PlotlyPage;
beforeAll(async () => {
  page = await openPlotlyPage();
});
afterAll(() => page?.close());

const names = (count: number) => Array.from({ length: count }, (_, index) => `class ${index}`);

describeInBrowser('Plotly in a browser', () => {
  for (const [what, example] of [
    ['three classes', {}],
    ['two classes and images of one row', { classNames: names(2), rows: 1, columns: 9 }],
    ['fifty classes and wide images', { classNames: names(50), rows: 12, columns: 20, count: 400 }],
  ] as const) {
    it(`finds no fault in any figure of ${what}`, async () => {
      for (const figure of exampleFigures(example)) {
        expect(await page.validate(figure), figure.name).toEqual([]);
        expect((await page.textOf(figure, 700)).length, figure.name).toBeGreaterThan(0);
      }
    });
  }

  it('offers to save a figure as an image, and not to upload it', async () => {
    for (const figure of exampleFigures()) {
      const buttons = await page.buttonsOf(figure);
      expect(buttons[0], figure.name).toBe('Download plot as a PNG');
      expect(
        buttons.filter((title) => /share|cloud|edit|plotly/i.test(title)),
        figure.name,
      ).toEqual([]);
    }
  });

  it('shows a class name that looks like markup literally', async () => {
    const name = `<b>R&D</b> $x$ &lt; "it's"`;
    const dataset = exampleDataset({ classNames: [name, 'other'] });
    expect(await page.textOf(sampleGridFigure(dataset), 390)).toContain(name);
  });
});
