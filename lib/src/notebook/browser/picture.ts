/** Figures as PNG images, rendered by plotly.js in a browser, one after the other. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Sharp from 'sharp';
import type { Figure } from '../../figures/figure.js';
import { type Browser, startBrowser } from './browser.js';
import { browserPrograms } from './programs.js';

/** Options of {@link drawFigure}. */
export interface DrawOptions {
  /** File pixels per CSS pixel. Defaults to 2, which is sharp on most screens. */
  readonly pixelRatio?: number;
}

/**
 * A figure as a PNG image, and its display size in CSS pixels. The file has `pixelRatio` times as many
 * pixels.
 */
export interface Picture {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Plotly's default size of a figure, in CSS pixels. */
const defaultSize = { width: 700, height: 450 };

/**
 * No browser could be started on this machine. The message explains the fix.
 *
 * @example
 * try {
 *   const picture = await drawFigure(learningCurvesFigure(history));
 * } catch (error) {
 *   if (error instanceof NoBrowserError) console.log(error.message);
 *   else throw error;
 * }
 */
export class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

/** A browser whose page has loaded plotly.js. */
let started: Promise<Browser> | undefined;
let drawing: Promise<unknown> = Promise.resolve();

/**
 * Draws a figure whose data and layout are plain JSON. The first call in a process starts a browser with
 * plotly.js, which draws all later figures too.
 *
 * @throws {NoBrowserError} if no browser can be started.
 * @throws {Error} if plotly.js rejects the figure.
 * @throws {RangeError} if its width or height is not a number greater than 0.
 *
 * @example
 * try {
 *   const picture = await drawFigure(learningCurvesFigure(history));
 * } catch (error) {
 *   if (error instanceof NoBrowserError) console.log(error.message);
 *   else throw error;
 * }
 */
export function drawFigure(figure: Figure, { pixelRatio = 2 }: DrawOptions = {}): Promise<Picture> {
  const picture = drawing.then(() => drawWithLivingProgram(figure, pixelRatio));
  drawing = picture.catch(() => undefined);
  return picture;
}

/** Starts the browser in the background, so that the first figure does not wait for it. */
export function prepareDrawing(): void {
  started ??= startDrawing();
  // The first figure reports a failure.
  started.catch(() => undefined);
}

/**
 * Closes this process's browser, if one was started. If you do not call this function, the browser exits with
 * the process.
 *
 * @example
 * await closeBrowser();
 */
export async function closeBrowser(): Promise<void> {
  const browser = await started?.catch(() => undefined);
  started = undefined;
  browser?.close();
}

async function drawWithLivingProgram(figure: Figure, pixelRatio: number): Promise<Picture> {
  const width = pixels(figure, 'width');
  const height = pixels(figure, 'height');
  started ??= startDrawing();
  const browser = await started;
  const png = await draw(browser, figure, { width, height, pixelRatio }).catch(async (error: unknown) => {
    if (browser.isRunning()) throw error;
    // The browser crashed or was closed: retry once with a new one.
    browser.close();
    started = startDrawing();
    return draw(await started, figure, { width, height, pixelRatio });
  });
  return { png: await compress(png), width, height };
}

/** @throws {Error} if plotly.js rejects the figure, or the browser has exited. */
async function draw(
  browser: Browser,
  { name, data, layout }: Figure,
  { width, height, pixelRatio }: { width: number; height: number; pixelRatio: number },
): Promise<Buffer> {
  const metrics = { width, height, deviceScaleFactor: pixelRatio, mobile: false };
  await browser.page('Emulation.setDeviceMetricsOverride', metrics);
  const drawable = {
    data,
    layout: { ...layout, width, height, autosize: false },
    config: { staticPlot: true, displayModeBar: false },
  };
  const expression = `Plotly.react('figure', ${JSON.stringify(drawable)}).then(() => undefined)`;
  await evaluate(browser, expression, `Drawing the figure "${name}"`);
  // The page has exactly the figure's size. Clipping would take a third longer.
  const shot = await browser.page('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  return Buffer.from(shot.data as string, 'base64');
}

/** Reduces the PNG by a quarter in about 5 ms. A palette would halve it, but take 25 ms. */
function compress(png: Buffer): Promise<Buffer> {
  // Loaded at the first figure, because it takes a while.
  const sharp: typeof Sharp = require('sharp');
  return sharp(png).png({ compressionLevel: 3 }).toBuffer();
}

function pixels(figure: Figure, side: 'width' | 'height'): number {
  const value = figure.layout[side] ?? defaultSize[side];
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return Math.round(value);
  throw new RangeError(
    `Drawing the figure "${figure.name}": expected layout.${side} to be a number of pixels greater than 0 ` +
      `but found ${value}.`,
  );
}

async function startDrawing(): Promise<Browser> {
  const failures: Error[] = [];
  try {
    for await (const program of browserPrograms()) {
      try {
        const browser = await startBrowser(program);
        await preparePage(browser);
        return browser;
      } catch (error) {
        failures.push(error as Error);
      }
    }
  } catch (error) {
    failures.push(error as Error);
  }
  const tried = failures.map((failure) => ` ${failure.message}`).join('');
  throw new NoBrowserError(
    'No browser was found to draw static charts, so figures are only interactive and not visible ' +
      'where scripts do not run, such as on GitHub. Install Chrome, Chromium or Edge, or name one with the ' +
      'environment variable MNIST_LAB_BROWSER, and restart the kernel.' +
      tried,
    { cause: failures[0] },
  );
}

async function preparePage(browser: Browser): Promise<void> {
  // A transparent background suits light and dark pages.
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
