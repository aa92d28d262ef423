/** Which browsers this machine has, in the order in which they are tried. */

import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BrowserProgram } from './browser-program.js';
import { bundledChromium } from './bundled-chromium.js';

const commandNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

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
  if (!wanted) yield* installedBrowsers();
  const bundled = await bundledChromium();
  if (bundled) yield bundled;
}

function* installedBrowsers(): Generator<BrowserProgram> {
  const candidates =
    process.platform === 'darwin'
      ? macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
      : commandNames.flatMap((name) =>
          (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name)),
        );
  const seen = new Set<string>();
  for (const command of candidates) {
    if (!path.isAbsolute(command) || !isExecutable(command) || seen.has(realpathSync(command))) continue;
    seen.add(realpathSync(command));
    yield { name: path.basename(command), command };
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
