import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed, root } from '../../scripts/lessons/project.js';
import { figuresOf } from '../../scripts/lessons/shown.js';
import { writeReport } from '../../scripts/report/report.js';
import { describeInBrowser } from '../browser-tests.js';
import { openBrowser } from './browser.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** Screenshots for people. No test compares them. */
const screenshots = path.join(root, 'build', 'screenshots');

/** A script for the page that returns the descriptions of figures whose toolbar overlaps their title. */
const titlesUnderToolbars = `[...document.querySelectorAll('figure.plot')].flatMap((figure) => {
  const box = (selector) => figure.querySelector(selector)?.getBoundingClientRect();
  const [title, bar] = [box('.g-gtitle text'), box('.modebar')];
  const overlaps =
    title && bar && bar.width > 0 && title.right > bar.left && title.bottom > bar.top && title.top < bar.bottom;
  return overlaps ? [figure.getAttribute('aria-label')] : [];
})`;

/** A report in a browser, and its unwanted effects: console messages, errors and requests. */
interface OpenReport {
  readonly page: Page;
  readonly strange: string[];
}

let browser: Browser;
let folder: string;
beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  folder = mkdtempSync(path.join(root, 'build', 'test-report-'));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describeInBrowser.each(lessons)('the report of $notebook', (lesson) => {
  let file: string;
  /** The report on a wide screen. Drawing its charts takes seconds, so tests share it, in order. */
  let wide: OpenReport;
  beforeAll(async () => {
    file = path.join(folder, `${lesson.dataset}.html`);
    await writeReport(readNotebook(committed(lesson)), file);
    wide = await open(1400, 'light');
  });
  afterAll(() => wide?.page.close());

  /** Opens the report and collects its unwanted effects. */
  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<OpenReport> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const strange: string[] = [];
    page.on('console', (message) => strange.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => strange.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && request.url() !== pathToFileURL(file).href) {
        strange.push(`request: ${request.url()}`);
      }
    });
    await page.goto(pathToFileURL(file).href);
    await page.locator('body[data-ready]').waitFor({ timeout: 200_000 });
    return { page, strange };
  }

  test.each([
    ['wide', 1400, 'light'],
    ['narrow', 390, 'dark'],
  ] as const)(
    'draws every chart on a %s screen without console messages or network requests',
    async (name, width, scheme) => {
      const { page, strange } = name === 'wide' ? wide : await open(width, scheme);
      const expected = figuresOf(readNotebook(committed(lesson))).length;
      expect(expected).toBeGreaterThan(0);
      expect(await page.locator('figure.plot[data-drawn] .main-svg').first().isVisible()).toBe(true);
      expect(await page.locator('figure.plot[data-drawn] .js-plotly-plot').count()).toBe(expected);
      expect(strange).toEqual([]);
      expect(await page.locator('.modebar-btn').count()).toBeGreaterThan(0);
      expect(await page.evaluate<string[]>(titlesUnderToolbars)).toEqual([]);
      expect(await page.locator('.modebar-btn[data-title*="Share"]').count()).toBe(0);
      // Wide outputs scroll separately. The page does not.
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.screenshot({
        path: path.join(screenshots, `report-${lesson.dataset}-${name}.png`),
        fullPage: true,
      });
      // Paper is white, whatever the theme of the screen.
      await page.emulateMedia({ media: 'print', colorScheme: scheme });
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      expect(
        await page.locator('nav, .modebar, details:not([open]):visible').filter({ visible: true }).count(),
      ).toBe(0);
      if (name === 'narrow') await page.close();
      else await page.emulateMedia({ media: 'screen' });
    },
  );

  test('shows the values of a chart under the mouse pointer', async () => {
    const { page } = wide;
    const plot = page.locator('figure.plot:has(.scatterlayer .point)').first();
    await plot.scrollIntoViewIfNeeded();
    await plot.locator('.scatterlayer .point').first().hover({ force: true });
    await plot.locator('.hoverlayer .hovertext').first().waitFor();
  });

  test('hides all code and shows all answers with one click each, and its table of contents links to existing headings', async () => {
    const { page } = wide;
    const code = page.locator('details.code:not(.answer)');
    expect(await page.locator('details.code[open]').count()).toBe(await code.count());
    await page.locator('#all-code').click();
    expect(await page.locator('details.code[open]').count()).toBe(0);
    const targets = await page.evaluate<boolean[]>(
      "[...document.querySelectorAll('nav a')].map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))) !== null)",
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(await page.locator('details:is(.answer, .fold)[open]').count()).toBe(0);
    await page.locator('#all-answers').click();
    expect(await page.locator('details:is(.answer, .fold):not([open])').count()).toBe(0);
    await page.locator('#all-answers').click();
    expect(await page.locator('details:is(.answer, .fold)[open]').count()).toBe(0);
    expect(targets).not.toContain(false);
  });

  test('hides the answer to each exercise, with its code, until it is expanded', async () => {
    const { page } = wide;
    const answers = page.locator('details:has(> summary:text-is("Answer"))');
    const codes = page.locator('details.answer');
    const count = await answers.count();
    expect(count).toBeGreaterThan(5);
    expect(await codes.count()).toBe(count);
    for (let at = 0; at < count; at++) {
      for (const [fold, inside] of [
        [answers.nth(at), 'p'],
        [codes.nth(at), 'pre'],
      ] as const) {
        expect(await fold.locator(inside).first().isVisible()).toBe(false);
        await fold.locator('summary').click();
        expect(await fold.locator(inside).first().isVisible()).toBe(true);
      }
    }
    expect(await page.content()).not.toMatch(/FOLD-(BEGINS|ENDS)-HERE/);
  });

  test('is one file of less than 8 MB', () => {
    expect(statSync(file).size).toBeLessThan(8e6);
  });
});
