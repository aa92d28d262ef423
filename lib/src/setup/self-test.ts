import path from 'node:path';
import { run } from './plain/run.cjs';

/** What TensorFlow said of itself when it was tried. */
export interface SelfTest {
  /** The library's version. */
  readonly tensorflow: string;
  /** TensorFlow.js's version. */
  readonly tfjs: string;
}

/**
 * Loads the addon in a process of its own, on the Node that runs this, and multiplies two matrices.
 *
 * @throws {Error} with the process's last words, if it fails or the product is wrong
 */
export async function testTensorflow(tfjsNode: string, lock?: number): Promise<SelfTest> {
  const words = [path.join(__dirname, 'plain', 'self-test.cjs'), tfjsNode];
  const output = await run(process.execPath, words, { lock }).catch((error: Error) => {
    if (!error.message.includes('was ended by SIGILL')) throw error;
    throw new Error(
      'Loading TensorFlow: expected a processor that has all its instructions, such as AVX on x64, but it was ended ' +
        'by SIGILL (Illegal instruction). Use a newer machine, or let the virtual machine pass its processor on as it is.',
      { cause: error },
    );
  });
  const { product, backend, tensorflow, tfjs } = JSON.parse(output);
  // [[1, 2], [3, 4]] · [[5, 6], [7, 8]], by hand.
  if (String(product) !== '19,22,43,50' || backend !== 'tensorflow') {
    throw new Error(
      `TensorFlow's self-test: expected 19,22,43,50 from backend tensorflow but found ${product} from ${backend}`,
    );
  }
  return { tensorflow, tfjs };
}
