import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { browserPrograms } from '../../lib/src/notebook/browser/programs.js';

/** Starts the browser that the library itself would draw pictures with. */
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

/** A page and what it did that nobody should notice: requests but for itself, console messages, errors. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a file in a page of its own that can reach nothing. */
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

/** The probabilities that the bars of a section show, by class index; NaN where a bar is empty. */
export async function shownProbabilities(page: Page, section: string): Promise<number[]> {
  return await page
    .locator(`${section} .bars li`)
    .evaluateAll((bars) => bars.map((bar) => Number.parseFloat(bar.dataset.probability ?? '')));
}

/** The image that a section says the network sees. */
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

/** Waits until the page has drawn what was done last. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`,
  );
}
