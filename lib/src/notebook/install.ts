/** What importing `mnist-lab/notebook` does to the kernel. The first import of notebook.ts, so that it comes first. */

import { reportRejections } from './rejections.js';

// Errors thrown in the library name the line of its TypeScript source.
process.setSourceMapsEnabled(true);
reportRejections();
