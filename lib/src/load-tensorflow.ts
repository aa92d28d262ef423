import type * as tfjs from '@tensorflow/tfjs-node';

/**
 * Loads tfjs-node, once: everything about getting TensorFlow to run under Node stands here.
 *
 * @throws {Error} if it is not set up; its `code` is `'MNIST_LAB_NOT_SET_UP'`.
 */
export function loadTensorflow(): typeof tfjs {
  require('./setup/plain/legacy-util.cjs');
  // Read by TensorFlow's library once, when it is loaded, so it must be in the environment before the require. Threads
  // are left to TensorFlow: the compiled training graph gains from as many as there are cores.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // oneDNN's convolutions, which TensorFlow takes by itself only on processors with AVX-512: several times as fast.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
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
