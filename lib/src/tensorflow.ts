/** The only file that loads tfjs-node: everything about getting TensorFlow to run under Node stands here. */

import './setup/plain/legacy-util.cjs';
import type * as tfjs from '@tensorflow/tfjs-node';

// Read by TensorFlow's library once, when it is loaded, so it must be in the environment before the require. Threads
// are left to TensorFlow: the compiled training graph gains from as many as there are cores.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

function load(): typeof tfjs {
  try {
    return require('@tensorflow/tfjs-node');
  } catch (error) {
    const [reason] = String((error as Error).message).split('\n');
    const failure = new Error(
      'TensorFlow could not be loaded. Run `npx mnist-lab setup` in your project, which installs what is ' +
        `missing (\`npx mnist-lab doctor\` shows what that is). The reason was: ${reason}`,
      { cause: error },
    );
    throw Object.assign(failure, { code: 'MNIST_LAB_NOT_SET_UP' });
  }
}

/**
 * TensorFlow.js on TensorFlow's own runtime. Types come from `@tensorflow/tfjs-node` itself.
 *
 * @example
 * ```ts
 * const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync());
 * console.log(product); // Float32Array(1) [ 11 ]
 * ```
 */
export const tf: typeof tfjs = load();

// tfjs keeps the order of the layers of the last hundred models that were applied, and with it the models, so that
// nothing frees them. Finding a sequence's order again takes microseconds.
tf.env().set('TOPOLOGICAL_SORT_CACHE_MAX_ENTRIES', 1);
