/** Tests that need a browser. Without one they are skipped, with one message per file. */

import { describe, test } from 'vitest';
import { describeBrowser } from '../lib/src/setup/diagnose.js';

const hasBrowser = describeBrowser() !== null;

if (!hasBrowser) {
  const system = `${process.platform} ${process.arch}`;
  console.info(
    `Tests that need a browser are skipped: no Chrome, Chromium or Edge is installed, and no package has one for ${system}.`,
  );
}

export const describeInBrowser = describe.skipIf(!hasBrowser);
export const testInBrowser = test.skipIf(!hasBrowser);
