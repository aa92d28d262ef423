/** What importing `mnist-lab/notebook` does to the kernel. The first import of notebook.ts, so that it comes first. */

import { shareEarlierVariables } from './earlier-variables.js';
import { findKernel } from './kernel.js';
import { reportRejections } from './rejections.js';

// A script keeps Node's ways: its errors and rejections end it.
const kernel = findKernel();
if (kernel) {
  // Errors thrown in the library name the line of its TypeScript source.
  process.setSourceMapsEnabled(true);
  reportRejections(kernel);
  shareEarlierVariables(kernel);
}
