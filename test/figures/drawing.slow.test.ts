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
  it.each([
    ['two classes and images of one row', { classNames: names(2), rows: 1, columns: 9 }],
    ['fifty classes and wide images', { classNames: names(50), rows: 12, columns: 20, count: 400 }],
  ] as const)(
    'draws every figure of %s without warnings, and offers to save it as an image but not to upload it',
    async (_, example) => {
      for (const figure of exampleFigures(example)) {
        const { faults, texts, buttons } = await page.draw(figure, 700);
        expect(faults, figure.name).toEqual([]);
        expect(texts.length, figure.name).toBeGreaterThan(0);
        expect(buttons[0], figure.name).toBe('Download plot as a PNG');
        expect(
          buttons.filter((title) => /share|cloud|edit|plotly/i.test(title)),
          figure.name,
        ).toEqual([]);
      }
    },
  );

  it('shows a class name that contains HTML tags as plain text', async () => {
    const name = `<b>R&D</b> $x$ &lt; "it's"`;
    const dataset = exampleDataset({ classNames: [name, 'other'] });
    expect((await page.draw(sampleGridFigure(dataset), 390)).texts).toContain(name);
  });
});
