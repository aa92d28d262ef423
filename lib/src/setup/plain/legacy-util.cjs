'use strict';

// tfjs-node 4.22 calls two functions that are deprecated in Node 22 and removed in Node 23, so define them
// here. tfjs-node's own fix was never released.
const util = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (require('node:util')));
util.isNullOrUndefined = (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray = Array.isArray;
