/** Measures the matrix products of an epoch alone, forward and backward, each called from JavaScript. */
import type { Tensor2D } from '@tensorflow/tfjs-node';
import { tf } from 'mnist-lab';
import { readTask, report } from './contender.mjs';

const { task, dataset } = await readTask();
const sizes = [784, ...task.hiddenUnits, 10];
const { batchSize } = task;
const products = sizes.slice(1).flatMap((outputs, layer) => {
  const inputs = sizes[layer]!;
  const rows: Tensor2D = tf.randomUniform([batchSize, inputs]);
  const kernel: Tensor2D = tf.randomUniform([inputs, outputs]);
  const gradient: Tensor2D = tf.randomUniform([batchSize, outputs]);
  const forward = () => tf.matMul(rows, kernel);
  const kernelGradient = () => tf.matMul(rows, gradient, true, false);
  const inputGradient = () => tf.matMul(gradient, kernel, false, true);
  return layer === 0 ? [forward, kernelGradient] : [forward, kernelGradient, inputGradient];
});
const epochSeconds: number[] = [];
for (let epoch = 0; epoch < task.epochs; epoch++) {
  const started = performance.now();
  for (let image = 0; image < dataset.count; image += batchSize)
    for (const product of products) product().dispose();
  epochSeconds.push((performance.now() - started) / 1000);
}
report({ epochSeconds, testAccuracy: 0 });
