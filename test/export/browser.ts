import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { browserPrograms } from '../../lib/src/notebook/browser/programs.js';

/** Starts the browser that the library uses to draw charts. */
export async function startTestBrowser(): Promise<Browser> {
  for await (const { command, environment } of browserPrograms()) {
    return await chromium.launch({
      executablePath: command,
      env: { ...(process.env as Record<string, string>), ...environment },
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  }
  throw new Error('This test needs a browser: install Chromium, or the npm package @sparticuz/chromium');
}

/** A page and its unwanted effects: requests other than for itself, console messages and errors. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a file in a page without network access. */
export async function openFile(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    const own = request.url().startsWith(url) || /^(data|blob):/.test(request.url());
    if (!own) complaints.push(`request: ${request.url()}`);
  });
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  await page.goto(url);
  return { page, complaints };
}

/** The probabilities shown by the bars of a section, by class index, or NaN for an empty bar. */
export async function shownProbabilities(page: Page, section: string): Promise<number[]> {
  return await page
    .locator(`${section} .bars li`)
    .evaluateAll((bars) => bars.map((bar) => Number.parseFloat(bar.dataset.probability ?? '')));
}

/** The image that a section shows as the network's input. */
export async function seenImage(page: Page, section: string): Promise<Uint8Array> {
  const pixels = await page.locator(`${section} .seen canvas`).evaluate((canvas) => {
    const { width, height } = canvas as unknown as { width: number; height: number };
    const surface = canvas as unknown as {
      getContext(kind: '2d'): { getImageData(...box: number[]): { data: ArrayLike<number> } };
    };
    return Array.from(surface.getContext('2d').getImageData(0, 0, width, height).data);
  });
  return Uint8Array.from({ length: pixels.length / 4 }, (_, index) => pixels[index * 4]!);
}

/** Waits until the page has rendered the last change. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`,
  );
}
