import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { isAnswer } from '../../scripts/lessons/answers.js';
import type { Notebook } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { describeInBrowser } from '../browser-tests.js';
import { onFewImages } from '../lessons/few-images.js';
import { openBrowser } from './browser.js';
import { type JupyterLab, startJupyterLab } from './jupyterlab.js';
import { LabPage } from './lab-page.js';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 });

/** Screenshots for people. No test compares them. */
const screenshots = path.join(root, 'build', 'screenshots');

const endless = `
const pixels = new Uint8Array(4 * 6000).map((_, at) => (at * 37) % 256);
const halves = { images: pixels, labels: new Uint8Array(6000).map((_, at) => at % 2), count: 6000, rows: 2, columns: 2, classNames: ['a', 'b'] };
const endlessModel = createDenseClassifier({ imageShape: [2, 2], classNames: ['a', 'b'], hiddenUnits: [64] });
const endlessHistory = await train(endlessModel, halves, { epochs: 5_000, ...trainingProgress('Endless') });`;

/**
 * The lesson on few images, without its answers. Those cells are folded and show no execution number, but tests wait
 * for the number of the last cell.
 */
function shortLesson(notebook: Notebook): Notebook {
  const short = onFewImages(notebook);
  return { ...short, cells: short.cells.filter((cell) => !isAnswer(cell)) };
}

const [first, ...others] = lessons;
describeInBrowser.each([
  { lesson: first!, theme: 'Light', change: shortLesson },
  // Other lessons are only opened, with the charts and tables of the committed file. Other tests run their cells.
  ...others.map((lesson) => ({ lesson, theme: 'Dark', change: undefined }) as const),
] as const)('$lesson.notebook in JupyterLab ($theme)', ({ lesson, theme, change }) => {
  let jupyterLab: JupyterLab;
  let browser: Browser;
  let page: Page;
  let lab: LabPage;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    jupyterLab = await startJupyterLab(theme, lesson, change);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    lab = new LabPage(page);
    await lab.open(jupyterLab.address);
  });
  afterAll(async () => {
    await browser?.close();
    await jupyterLab?.close();
  });

  test('has no unsaved changes after it is opened', async () => {
    expect(await lab.isUnsaved()).toBe(false);
  });

  if (change) {
    test('runs from top to bottom without errors or output on stderr', async () => {
      await lab.runAll();
      const kinds = ['stderr', 'error'].map((kind) => `[data-mime-type="application/vnd.jupyter.${kind}"]`);
      const errors = page.locator('.jp-OutputArea').locator(kinds.join(', '));
      expect(await errors.allInnerTexts()).toEqual([]);
    });
  }

  test('shows interactive charts', async () => {
    const figures = page.locator('.jp-OutputArea .jp-RenderedPlotly');
    const count = await figures.count();
    expect(count).toBeGreaterThan(0);
    for (let at = 0; at < count; at++) {
      const figure = figures.nth(at);
      // Scrolling may put a figure under the pointer, which would make it interactive.
      await page.mouse.move(0, 0);
      await figure.scrollIntoViewIfNeeded();
      const place = (await figure.boundingBox())!;
      // The static image fits its container, and the pointer turns it into a plot.
      const picture = await figure.locator('img.plot-img').boundingBox();
      expect(picture!.width).toBeLessThanOrEqual(place.width);
      // The figure may be taller than the window.
      await figure.hover({ position: { x: 40, y: 40 } });
      await figure.locator('.plot-container .main-svg').first().waitFor();
    }
    await figures.first().scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(screenshots, `lab-${lesson.dataset}.png`) });
  });

  if (!change) return;

  test('shows a busy kernel during training, and the stop button ends the training but keeps its result', async () => {
    await lab.run(
      "import { createDenseClassifier, train } from 'mnist-lab';\nimport { trainingProgress } from 'mnist-lab/notebook';",
    );
    const cell = await lab.start(endless);
    await expect.poll(() => cell.textContent(), { timeout: 60_000 }).toMatch(/epoch \d+ of 5000/);
    expect(await lab.kernelStatus()).toBe('busy');
    await lab.stop(cell);
    await expect.poll(() => cell.textContent()).toMatch(/stopped after \d+ of 5000 epochs/);
    await expect.poll(() => lab.kernelStatus()).toBe('idle');
    expect(await lab.run('endlessHistory.stoppedBy')).toMatch(/^aborted\s*$/);
  });

  test('shows the signature and exceptions of a function on Shift+Tab inside a call', async () => {
    const cell = await lab.start('train(');
    await cell.locator('.cm-content').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Tab');
    const tooltip = page.locator('.jp-Tooltip-content');
    await expect.poll(() => tooltip.textContent()).toMatch(/train\(model[\s\S]*@throws/);
    await page.keyboard.press('Escape');
  });

  test('shows an error together with the line of the cell that threw it', async () => {
    await lab.run("function fail(): never {\n  throw new Error('shown');\n}");
    expect(await lab.run('fail();')).toMatch(/Error: shown\s+at fail \(cell \[\d+\]:2:9\)/);
  });

  test('runs cells without the earlier variables after a restart of the kernel', async () => {
    await lab.restart();
    expect(await lab.run('typeof (globalThis as any).endlessHistory')).toMatch(/^undefined\s*$/);
  });
});
