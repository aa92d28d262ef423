/** Figures drawn by plotly.js in the one page of a browser. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Figure } from '../../figures/figure.js';
import { type Browser, startBrowser } from './browser.js';
import type { BrowserProgram } from './programs.js';

interface PictureSize {
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
  /** Pixels of the file for each CSS pixel. */
  readonly pixelRatio: number;
}

/** A running program that draws figures, one after the other. */
export interface Drawer {
  /** @throws {Error} if plotly.js refuses the figure, or the program has ended. */
  draw(figure: Figure, size: PictureSize): Promise<Buffer>;
  /** Whether it still answers. */
  isRunning(): boolean;
  /** Ends the program. */
  close(): void;
}

/**
 * Starts a browser and loads plotly.js into its page.
 *
 * @throws {Error} if the program does not start.
 */
export async function startBrowserDrawer(program: BrowserProgram): Promise<Drawer> {
  const browser = await startBrowser(program);
  await preparePage(browser);
  return {
    async draw(figure, { width, height, pixelRatio }) {
      await browser.page('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: pixelRatio,
        mobile: false,
      });
      const drawable = {
        data: figure.data,
        layout: { ...figure.layout, width, height, autosize: false },
        config: { staticPlot: true, displayModeBar: false },
      };
      await evaluate(
        browser,
        `Plotly.react('figure', ${JSON.stringify(drawable)}).then(() => undefined)`,
        `Drawing the figure "${figure.name}"`,
      );
      // The page is exactly as large as the figure; asking for a part of it takes the browser a third longer.
      const shot = await browser.page('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
      return Buffer.from(shot.data as string, 'base64');
    },
    isRunning: () => browser.isRunning(),
    close: () => browser.close(),
  };
}

async function preparePage(browser: Browser): Promise<void> {
  // A figure may be transparent, so that it suits a light page as well as a dark one.
  await browser.page('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } });
  const plotly = readFileSync(createRequire(__filename).resolve('plotly.js-dist'), 'utf8');
  await evaluate(browser, `${plotly};undefined`, 'Loading plotly.js');
  await evaluate(
    browser,
    `document.body.style.margin = 0; document.body.innerHTML = '<div id="figure"></div>'; undefined`,
    'Preparing the page',
  );
}

async function evaluate(browser: Browser, expression: string, doing: string): Promise<void> {
  const answer = await browser.page('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  const failure = answer.exceptionDetails as
    | { text: string; exception?: { description?: string } }
    | undefined;
  if (failure)
    throw new Error(`${doing} failed in the browser: ${failure.exception?.description ?? failure.text}`);
}
