/** Which browsers this machine has, in the order in which they are tried. */

import path from 'node:path';
import { installedBrowsers, isExecutable } from '../../system/browsers.js';
import type { BrowserProgram } from './browser-program.js';
import { bundledChromium } from './bundled-chromium.js';

/**
 * Browsers to draw with: the one named by the environment variable `MNIST_LAB_BROWSER` (the path of an
 * executable, `bundled`, or `none`), else the installed Chrome, Chromium and Edge, then the one inside the npm
 * package `@sparticuz/chromium`.
 *
 * @throws {Error} if the variable names no program, or the package's browser cannot be unpacked.
 */
export async function* browserPrograms(): AsyncGenerator<BrowserProgram> {
  const wanted = process.env.MNIST_LAB_BROWSER;
  if (wanted === 'none') return;
  if (wanted && wanted !== 'bundled') {
    if (!isExecutable(wanted)) {
      throw new Error(
        `Looking for a browser: expected MNIST_LAB_BROWSER to be the path of a program, "bundled" or "none" but ` +
          `found "${wanted}", which is no program. Set it to one, or to nothing.`,
      );
    }
    yield { name: wanted, command: path.resolve(wanted) };
    return;
  }
  if (!wanted) for (const command of installedBrowsers()) yield { name: path.basename(command), command };
  const bundled = await bundledChromium();
  if (bundled) yield bundled;
}
