'use strict';

// tfjs-node 4.22 calls two functions that Node 22 warns of and Node 23 removed (mended upstream, never released).
const util = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (require('node:util')));
util.isNullOrUndefined = (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray = Array.isArray;
