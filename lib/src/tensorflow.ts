/** The only file that loads tfjs-node: everything about getting TensorFlow to run under Node stands here. */

import util from 'node:util';
import type * as tfjs from '@tensorflow/tfjs-node';

// Read by TensorFlow's library once, when it is loaded, so it must be in the environment before the require.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

// Node 23 removed two functions that tfjs-node 4.22 still calls.
const legacyUtil = util as unknown as Record<string, unknown>;
legacyUtil.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
legacyUtil.isArray ??= Array.isArray;

/** TensorFlow.js on TensorFlow's own runtime. Types come from `@tensorflow/tfjs-node` itself. */
export const tf: typeof tfjs = require('@tensorflow/tfjs-node');
