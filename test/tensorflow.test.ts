import { tf } from 'mnist-lab';
import { expect, test } from 'vitest';

test('TensorFlow multiplies matrices', () => {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync());
  expect([...product]).toEqual([11]);
});
