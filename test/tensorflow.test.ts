import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { tf } from 'mnist-lab';
import { expect, test } from 'vitest';
import { compileLibrary } from './compile-library.js';

test('TensorFlow multiplies matrices', () => {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync());
  expect([...product]).toEqual([11]);
});

test('TensorFlow logs nothing by default, in the main thread and in worker threads', () => {
  compileLibrary();
  const script = path.join(__dirname, 'worker-thread.cjs');
  const { TF_CPP_MIN_LOG_LEVEL: _, ...environment } = process.env;
  const start = (more: object, words: readonly string[] = []) =>
    spawnSync(process.execPath, [script, ...words], { env: { ...environment, ...more }, encoding: 'utf8' });
  expect(start({})).toMatchObject({ status: 0, stdout: '640\n', stderr: '' });
  if (process.platform === 'linux')
    expect(start({ TF_CPP_MIN_LOG_LEVEL: '0' }, ['only load']).stderr).toContain(
      'This TensorFlow binary is optimized',
    );
});
