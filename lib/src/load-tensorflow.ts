import type * as tfjs from '@tensorflow/tfjs-node';

/**
 * Loads tfjs-node, once, with all the settings that TensorFlow needs under Node.
 *
 * @throws {Error} if TensorFlow is not installed. Its `code` is `'MNIST_LAB_NOT_SET_UP'`.
 */
export function loadTensorflow(): typeof tfjs {
  require('./setup/plain/legacy-util.cjs');
  // TensorFlow's library reads the environment once, when it is loaded, so set variables before the require.
  // The number of threads is left to TensorFlow: the compiled training graph uses all cores.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Enable oneDNN's convolutions, which are several times as fast. By default TensorFlow uses them only on
  // processors with AVX-512.
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
