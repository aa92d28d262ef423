/** Figures as PNG, drawn by plotly.js in a real browser, one after the other. */

import type Sharp from 'sharp';
import type { Figure } from '../../figures/figure.js';
import { type Drawer, startBrowserDrawer } from './browser-drawer.js';
import { browserPrograms } from './programs.js';

/** How to draw a figure. */
export interface DrawOptions {
  /** Pixels of the file for each CSS pixel. Defaults to 2, which is crisp on the screens people have. */
  readonly pixelRatio?: number;
}

/** A figure's picture. */
export interface Picture {
  /** The PNG file. */
  readonly png: Buffer;
  /** Width at which it is meant to be seen, in CSS pixels; the file has `pixelRatio` times as many. */
  readonly width: number;
  /** Height at which it is meant to be seen, in CSS pixels. */
  readonly height: number;
}

/** Plotly's own defaults, for a figure whose layout says nothing. */
const defaultSize = { width: 700, height: 450 };

/**
 * No browser of this machine could be started. The message says what to do.
 *
 * @example
 * ```ts
 * try {
 *   const picture = await drawFigure(learningCurvesFigure(history));
 * } catch (error) {
 *   if (error instanceof NoBrowserError) console.log(error.message);
 *   else throw error;
 * }
 * ```
 */
export class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

let started: Promise<Drawer> | undefined;
let drawing: Promise<unknown> = Promise.resolve();

/**
 * Draws a figure whose data and layout are plain JSON. The first call in a process starts the browser and loads plotly.js into its one page; the
 * page is kept for the pictures that follow, which are drawn one after the other.
 *
 * @throws {NoBrowserError} if no browser can be started.
 * @throws {Error} if plotly.js refuses the figure.
 *
 * @example
 * ```ts
 * try {
 *   const picture = await drawFigure(learningCurvesFigure(history));
 * } catch (error) {
 *   if (error instanceof NoBrowserError) console.log(error.message);
 *   else throw error;
 * }
 * ```
 */
export function drawFigure(figure: Figure, { pixelRatio = 2 }: DrawOptions = {}): Promise<Picture> {
  const picture = drawing.then(() => drawWithLivingProgram(figure, pixelRatio));
  drawing = picture.catch(() => undefined);
  return picture;
}

/**
 * Ends the browser of this process, if one was started. It ends with the process in any case.
 *
 * @example
 * ```ts
 * await closeBrowser();
 * ```
 */
export async function closeBrowser(): Promise<void> {
  const drawer = await started?.catch(() => undefined);
  started = undefined;
  drawer?.close();
}

async function drawWithLivingProgram(figure: Figure, pixelRatio: number): Promise<Picture> {
  const width = pixels(figure, 'width');
  const height = pixels(figure, 'height');
  const size = { width, height, pixelRatio };
  started ??= startDrawing();
  const drawer = await started;
  const png = await drawer.draw(figure, size).catch(async (error: unknown) => {
    if (drawer.isRunning()) throw error;
    // It crashed, or was ended by someone: once more with a new one.
    drawer.close();
    started = startDrawing();
    return (await started).draw(figure, size);
  });
  return { png: await compress(png), width, height };
}

/** Takes a quarter off the bytes of a browser's hasty PNG, in some 5 ms. A palette would take half of them, in 25. */
function compress(png: Buffer): Promise<Buffer> {
  // Loaded at the first picture, as it takes a while.
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

async function startDrawing(): Promise<Drawer> {
  const failures: Error[] = [];
  try {
    for await (const program of browserPrograms()) {
      try {
        return await startBrowserDrawer(program);
      } catch (error) {
        failures.push(error as Error);
      }
    }
  } catch (error) {
    failures.push(error as Error);
  }
  const tried = failures.map((failure) => ` ${failure.message}`).join('');
  throw new NoBrowserError(
    'No browser was found to draw still pictures with, so figures are only interactive: they will not be seen ' +
      'where scripts do not run, such as on GitHub. Install Chrome, Chromium or Edge, or name one with the ' +
      'environment variable MNIST_LAB_BROWSER, and restart the kernel.' +
      tried,
    { cause: failures[0] },
  );
}
