import { createRequire } from 'node:module';
import type * as tfjs from '@tensorflow/tfjs-node';

/** TensorFlow.js without the parts of tfjs-node: layers, models and tensors. */
export type TensorflowJs = Omit<typeof tfjs, 'node'>;

/**
 * Loads tfjs-node, once, with all the settings that TensorFlow needs under Node. From then on, TensorFlow's native
 * library computes everything.
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
  return installed(() => require('@tensorflow/tfjs-node'));
}

/**
 * Loads the packages of TensorFlow.js that tfjs-node uses, without its native library, which takes six times as long
 * to load. They keep weights in JavaScript's memory until the native library needs them.
 *
 * @throws {Error} as {@link loadTensorflow}.
 */
export function loadTensorflowJs(): TensorflowJs {
  require('./setup/plain/legacy-util.cjs');
  return installed(() => {
    // A package manager may hide the dependencies of tfjs-node from this package.
    const requireFrom = ['@tensorflow/tfjs-node', '@tensorflow/tfjs'].reduce(
      (from: NodeRequire, name) => createRequire(from.resolve(`${name}/package.json`)),
      require,
    );
    const tf: TensorflowJs = {
      ...requireFrom('@tensorflow/tfjs-core'),
      ...requireFrom('@tensorflow/tfjs-layers'),
    };
    requireFrom('@tensorflow/tfjs-backend-cpu');
    if (tf.getBackend() !== undefined) return tf;
    // Create the first tensor in production mode: otherwise, this backend prints an advertisement of tfjs-node
    // at the first tensor.
    tf.env().set('PROD', true);
    tf.scalar(0).dispose();
    tf.env().set('PROD', false);
    return tf;
  });
}

function installed<Loaded>(load: () => Loaded): Loaded {
  try {
    return load();
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
