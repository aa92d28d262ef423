'use strict';

/**
 * A program that loads TensorFlow from the given tfjs-node folder and multiplies two matrices. It is a
 * separate process, because an incompatible library can crash the process that loads it.
 */

require('./legacy-util.cjs');

process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const directory = process.argv[2];
const tf = require(/** @type {string} */ (directory));
const product = tf.matMul(
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]),
  tf.tensor2d([
    [5, 6],
    [7, 8],
  ]),
);
process.stdout.write(
  JSON.stringify({
    product: [...product.dataSync()],
    backend: tf.getBackend(),
    tensorflow: tf.backend().binding.TF_Version,
    tfjs: tf.version['tfjs-core'],
  }),
);
