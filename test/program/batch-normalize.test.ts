import { createRandom } from 'mnist-lab';
import { expect, it } from 'vitest';
import { batchMoments } from '../../lib/src/program/operations/batch-normalize.js';
import { Graph } from '../../lib/src/program/tensorflow/graph.js';
import { GraphSession } from '../../lib/src/program/tensorflow/session.js';
import { TensorflowOperations } from '../../lib/src/program/tensorflow/tensorflow-operations.js';

const epsilon = 1e-3;

/** Mean and biased variance of one channel: both sums are divided by the number of values. */
function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

it.each([
  { shape: [5, 3, 2, 4], count: 5 },
  { shape: [5, 3, 2, 4], count: 3 },
  { shape: [4, 1, 1, 2], count: 2 },
  { shape: [4, 1, 1, 3], count: 1 },
  { shape: [2, 9, 7, 1], count: undefined },
] as const)(
  'batchNormalize() uses the mean and the biased variance of the rows that are not padding: %o',
  ({ shape, count }) => {
    const [rows, height, width, channels] = shape;
    const random = createRandom(4);
    const images = Float32Array.from({ length: rows * height * width * channels }, () => random.normal() + 2);
    const [scale, offset] = [0, 1].map(() => Float32Array.from({ length: channels }, () => random.normal()));

    const graph = new Graph();
    const ops = new TensorflowOperations(graph);
    const input = ops.matrix(images, shape);
    const [factors, shifts] = [ops.matrix(scale!, [channels]), ops.matrix(offset!, [channels])];
    const counted = count === undefined ? undefined : ops.constant(count, 'int32');
    ops.identity(ops.batchNormalize(input, factors, shifts, epsilon, counted), 'result');
    const { mean, variance } = batchMoments(ops, input, factors, shifts, epsilon, counted);
    ops.identity(mean, 'mean');
    ops.identity(variance, 'variance');
    const session = new GraphSession(graph);
    const found = session.run({}, ['result', 'mean', 'variance']) as Record<string, Float32Array>;
    session.close();

    const counting = (count ?? rows) * height * width;
    for (let channel = 0; channel < channels; channel++) {
      const place = (index: number) => index * channels + channel;
      const values = Array.from({ length: counting }, (_, index) => images[place(index)]!);
      const expected = momentsOf(values);
      expect(found.mean![channel]).toBeCloseTo(expected.mean, 5);
      expect(found.variance![channel]).toBeCloseTo(expected.variance, 5);
      const deviation = Math.sqrt(expected.variance + epsilon);
      for (let index = 0; index < rows * height * width; index++) {
        const normal = (images[place(index)]! - expected.mean) / deviation;
        const wanted = index < counting ? normal * scale![channel]! + offset![channel]! : 0;
        expect(found.result![place(index)]).toBeCloseTo(wanted, 4);
      }
    }
  },
);
