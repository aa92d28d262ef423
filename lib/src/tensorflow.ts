/** The only file that loads tfjs-node: everything about getting TensorFlow to run under Node stands here. */

import util from 'node:util';

// Both are read by TensorFlow's library once, when it is loaded, so they must be in place before the require.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';

// Node 23 removed two functions that tfjs-node 4.22 still calls.
const legacyUtil = util as unknown as Record<string, unknown>;
legacyUtil.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
legacyUtil.isArray ??= Array.isArray;

import * as tf from '@tensorflow/tfjs-node';

export { tf };
