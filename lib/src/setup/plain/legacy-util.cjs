'use strict';

// Node 23 removed two functions that tfjs-node 4.22 still calls (mended upstream, never released).
const util = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (require('node:util')));
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
