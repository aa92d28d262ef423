import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { datasetEntry } from 'mnist-lab';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { tableContent, tableToHtml } from '../../lib/src/notebook/table.js';
import type { Notebook, Output } from '../../scripts/lessons/notebook.js';
import { writeReport } from '../../scripts/report/report.js';
import { testInBrowser } from '../browser-tests.js';
import { exampleFigures } from '../figures/example-figures.js';
import { temporaryFolder } from '../temporary-folder.js';
import { openBrowser } from './browser.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** A lesson page with these outputs, in a browser with visible scroll bars. */
async function open(browser: Browser, outputs: Output['data'][], width: number): Promise<Page> {
  const folder = temporaryFolder();
  const notebook: Notebook = {
    cells: outputs.map((data) => ({
      cell_type: 'code',
      metadata: {},
      source: '',
      execution_count: 1,
      outputs: [{ output_type: 'display_data', data, metadata: {} }],
    })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await writeReport(notebook, path.join(folder, 'lesson.html'));
  await page.goto(pathToFileURL(path.join(folder, 'lesson.html')).href);
  await page.locator('body[data-ready]').waitFor({ timeout: 200_000 });
  return page;
}

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ ignoreDefaultArgs: ['--hide-scrollbars'] });
});
afterAll(() => browser?.close());

/** A table with this many columns named "a-long-name-n". */
function table(columnCount: number): Output['data'] {
  const columns = Array.from({ length: columnCount }, (_, column) => `a-long-name-${column}`);
  return { 'text/html': tableToHtml(tableContent({ columns, values: [columns] })!), 'text/plain': '' };
}

testInBrowser(
  'a wide table of a lesson page gets its own scroll bar, and the page does not scroll sideways',
  async () => {
    const counts = [6, 7, 8, 30];
    const page = await open(browser, counts.map(table), 1400);
    for (const { width, columns, scrolls } of [
      // The table of contents and the text column take 1,030 px. A table can use half of the rest, which is on the
      // right.
      { width: 1400, columns: 6, scrolls: false },
      { width: 1400, columns: 30, scrolls: true },
      { width: 1920, columns: 8, scrolls: false },
      { width: 1920, columns: 30, scrolls: true },
      { width: 390, columns: 7, scrolls: true },
    ]) {
      await page.setViewportSize({ width, height: 900 });
      const place = page.locator('.html').nth(counts.indexOf(columns));
      const found = await place.evaluate((element) => {
        const { scrollWidth, clientWidth, clientHeight, offsetHeight, firstElementChild } =
          element as unknown as Record<
            'scrollWidth' | 'clientWidth' | 'clientHeight' | 'offsetHeight',
            number
          > & { firstElementChild: { clientWidth: number } };
        return {
          table: firstElementChild.clientWidth,
          hidden: scrollWidth - clientWidth,
          bar: offsetHeight - clientHeight,
        };
      });
      const what = `${columns} columns at ${width} px`;
      expect(found.table, what).toBeGreaterThan(740);
      expect([found.hidden > 0, found.bar > 0], what).toEqual([scrolls, scrolls]);
      const beyond = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(beyond, what).toBeLessThanOrEqual(0);
    }
    await page.close();
  },
);

testInBrowser('no text of a figure on a lesson page is cut off on a phone', async () => {
  const { classNames } = datasetEntry('fashion-mnist');
  const figures = exampleFigures({ classNames, count: 400, rows: 28, columns: 28 });
  const outputs = figures.map(({ data, layout, description }) => ({
    'application/vnd.plotly.v1+json': { data, layout },
    'text/plain': description,
  }));
  const page = await open(browser, outputs, 390);
  const cut = await page.evaluate(`[...document.querySelectorAll('figure.plot')].flatMap((figure) => {
    const { left, right, top, bottom } = figure.querySelector('.main-svg').getBoundingClientRect();
    const isCut = (place) =>
      place.left < left - 1 || place.right > right + 1 || place.top < top - 1 || place.bottom > bottom + 1;
    return [...figure.querySelectorAll('.main-svg text')]
      .filter((text) => text.textContent.trim() !== '' && isCut(text.getBoundingClientRect()))
      .map((text) => figure.querySelector('.gtitle').textContent + ': ' + text.textContent);
  })`);
  expect(await page.locator('figure.plot').count()).toBe(figures.length);
  expect(cut).toEqual([]);
  await page.close();
});
