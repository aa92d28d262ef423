/** Tests that need a browser: skipped on a machine without one, which says so once for each file. */

import { describe, test } from 'vitest';
import { describeRenderer } from '../lib/src/setup/renderer.js';
import { findChromiumPackage, installedBrowsers } from '../lib/src/system/browsers.js';

const hasBrowser =
  Boolean(process.env.MNIST_LAB_BROWSER) || findChromiumPackage() !== null || installedBrowsers().length > 0;
/** The renderer of `mnist-lab setup --pictures` draws figures but shows no pages. */
const drawsFigures = describeRenderer() !== null;

if (!hasBrowser) {
  const system = `${process.platform} ${process.arch}`;
  console.info(
    `Tests that need a browser are skipped: no Chrome, Chromium or Edge is installed, and no package has one for ${system}.`,
  );
}

export const describeInBrowser = describe.skipIf(!hasBrowser);
export const testInBrowser = test.skipIf(!hasBrowser);
export const testWithPictures = test.skipIf(!drawsFigures);
