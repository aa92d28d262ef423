import { createRandom } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { activationNamed, activationNames } from '../../lib/src/layers/activations.js';
import { predicting } from '../../lib/src/layers/forward-of.js';
import type { LayerSource, Pass } from '../../lib/src/layers/layer.js';
import { maxPooling2d } from '../../lib/src/layers/pooling.js';
import { gradients } from '../../lib/src/program/gradients.js';
import { inOrder, Recorder } from '../../lib/src/program/recorder.js';
import { Graph } from '../../lib/src/program/tensorflow/graph.js';
import { GraphSession } from '../../lib/src/program/tensorflow/session.js';
import { TensorflowOperations } from '../../lib/src/program/tensorflow/tensorflow-operations.js';
import { sizeOf, type Value } from '../../lib/src/program/value.js';

type Name = (typeof activationNames)[number];

const pool = { size: [2, 2], strides: [2, 2], padding: 'VALID' } as const;
const configuration = { poolSize: [2, 2], strides: [2, 2], padding: 'valid', dataFormat: 'channelsLast' };
const layer = maxPooling2d({ configuration } as unknown as LayerSource);
const noVariables: Pass['read'] = () => {
  throw new Error('Pooling has no variables.');
};

/** The activation of images with a bias, pooled by the layer. */
function pooledByLayer(ops: Recorder | TensorflowOperations, images: Value, bias: Value, name: Name): Value {
  const activated = activationNamed(name)(ops, ops.addBias(images, bias));
  return layer(predicting(ops, noVariables), activated);
}

function pooledInOrder(ops: TensorflowOperations, images: Value, bias: Value, name: Name): Value {
  return ops.maxPool(activationNamed(name)(ops, ops.addBias(images, bias)), pool);
}

/** The result, and the gradients of images and bias. */
function run(pooled: typeof pooledInOrder, name: Name): Float32Array[] {
  const graph = new Graph();
  const ops = new TensorflowOperations(graph);
  const random = createRandom(3);
  const noise = (shape: readonly number[]) =>
    ops.matrix(
      Float32Array.from({ length: sizeOf(shape) }, () => 3 * random.normal()),
      shape,
    );
  const [images, bias] = [noise([4, 6, 8, 5]), noise([5])];
  const result = pooled(ops, images, bias, name);
  const found = gradients(ops, result, noise(result.shape), [images, bias]);
  const names = [result, ...found].map((value, index) => {
    ops.identity(value!, `result_${index}`);
    return `result_${index}`;
  });
  const session = new GraphSession(graph);
  const values = session.run({}, names);
  session.close();
  return names.map((one) => values[one] as Float32Array);
}

const operationsOf = (name: Name) => {
  const ops = new Recorder();
  const result = pooledByLayer(ops, ops.input('float', [1, 6, 6, 2]), ops.input('float', [2]), name);
  return inOrder(result).flatMap(({ source }) => source?.operation ?? []);
};

describe('max pooling', () => {
  it.each(activationNames)('gives the outputs and gradients of pooling after the activation %s', (name) => {
    const [result, ...found] = run(pooledByLayer, name);
    const [expected, ...wanted] = run(pooledInOrder, name);
    expect(result).toEqual(expected);
    // The terms of the bias gradient are added in another order.
    found.forEach((gradient, place) => {
      gradient.forEach((value, index) => {
        expect(value).toBeCloseTo(wanted[place]![index]!, 4);
      });
    });
  });

  it('is computed before the bias and a monotonic activation', () => {
    expect(operationsOf('relu')).toEqual(['maxPool', 'addBias', 'relu']);
    expect(operationsOf('linear')).toEqual(['maxPool', 'addBias']);
  });

  it('is computed after an activation that is not monotonic', () => {
    expect(operationsOf('swish').at(-1)).toBe('maxPool');
    expect(operationsOf('gelu').at(-1)).toBe('maxPool');
  });
});
