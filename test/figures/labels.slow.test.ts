import { datasetEntry } from 'mnist-lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleFigures } from './example-figures.js';
import { cutTexts, overlappingTexts } from './labels.js';
import { type DrawnText, openPlotlyPage, type PlotlyPage } from './plotly-page.js';

let page: PlotlyPage;
beforeAll(async () => {
  page = await openPlotlyPage();
});
afterAll(() => page?.close());

/** The width of a figure on a lesson's page, on a screen of 390 pixels. */
const phone = 350;

describe.each([
  ['a phone', phone],
  ['a wide screen', 740],
])('on %s', (_, room) => {
  it.each(['mnist', 'fashion-mnist'])(
    'the figures of %s have no text that is cut off or overlaps other text',
    async (name) => {
      const { classNames } = datasetEntry(name);
      for (const figure of exampleFigures({ classNames, count: 300, rows: 28, columns: 28 })) {
        const boxes = await page.textBoxesOf(figure, room);
        expect(boxes.texts.length, figure.name).toBeGreaterThan(0);
        expect(cutTexts(boxes), figure.name).toEqual([]);
        expect(overlappingTexts(boxes), figure.name).toEqual([]);
      }
    },
  );
});

describe('the check for overlapping labels', () => {
  const box = (text: string, x: number, y: number, width = 40, turned = false): DrawnText => {
    const corners: DrawnText['corners'] = [
      [x, y],
      turned ? [x + width, y + width] : [x + width, y],
      turned ? [x + width - 8, y + width + 8] : [x + width, y + 12],
      turned ? [x - 8, y + 8] : [x, y + 12],
    ];
    return { text, corners };
  };

  it('reports overlapping and cut-off labels', () => {
    const boxes = { width: 100, height: 50, texts: [box('a', 10, 10), box('b', 30, 15), box('c', 80, 40)] };
    expect(overlappingTexts(boxes)).toEqual(['a on b']);
    expect(cutTexts(boxes)).toEqual(['c']);
  });

  it('accepts slanted labels side by side', () => {
    const boxes = { width: 200, height: 90, texts: [box('a', 10, 5, 40, true), box('b', 40, 5, 40, true)] };
    expect(overlappingTexts(boxes)).toEqual([]);
  });
});
