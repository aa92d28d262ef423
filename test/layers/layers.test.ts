import type { Sequential } from '@tensorflow/tfjs-node';
import fc from 'fast-check';
import { createRandom, modelMetadata, predictProbabilities, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { layers } from '../../lib/src/layers/layer-table.js';
import { networkOf } from '../../lib/src/layers/network.js';
import { gradients } from '../../lib/src/program/gradients.js';
import { Graph } from '../../lib/src/program/tensorflow/graph.js';
import { GraphSession } from '../../lib/src/program/tensorflow/session.js';
import { TensorflowOperations } from '../../lib/src/program/tensorflow/tensorflow-operations.js';
import { sizeOf } from '../../lib/src/program/value.js';
import { describedModel, layerUses, modelDescriptions, trainableInTfjs } from './generated-models.js';

const images = 5;
const pixels = 12;

/** Outputs of a network in TensorFlow, and in training also the gradients of their weighted sum for each weight. */
function runNetwork(model: Sequential, input: Float32Array, weights: Float32Array, training: boolean) {
  const graph = new Graph();
  const ops = new TensorflowOperations(graph);
  const network = networkOf(model, { name: 'the graph', training });
  const values = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  const read = new Map(
    network.variables.map((variable) => [variable, ops.matrix(values[variable.place]!, variable.shape)]),
  );
  const pass = training ? network.forward : network.classify;
  const output = pass(
    {
      ops,
      training,
      rowWeights: undefined,
      read: (variable) => read.get(variable)!,
      assign: () => {},
      randomBits: (shape) => ops.numbers(new Uint32Array(sizeOf(shape)), 'uint32', shape),
    },
    ops.matrix(input, [images, pixels]),
  );
  ops.identity(output, 'output');
  const trained = network.variables.filter(({ kind }) => kind !== 'statistic');
  const found = training
    ? gradients(
        ops,
        output,
        ops.matrix(weights, output.shape),
        trained.map((one) => read.get(one)!),
      )
    : [];
  found.forEach((gradient, index) => {
    ops.identity(gradient!, `gradient_${index}`);
  });
  const session = new GraphSession(graph);
  const names = ['output', ...found.map((_, index) => `gradient_${index}`)];
  const results = session.run({}, names);
  session.close();
  return {
    output: results.output as Float32Array,
    gradients: new Map(
      found.map((_, index) => [trained[index]!.place, results[`gradient_${index}`] as Float32Array]),
    ),
  };
}

/** Outputs and gradients as computed by tfjs, with its layers and its automatic differentiation. */
function runTfjs(model: Sequential, input: Float32Array, weights: Float32Array) {
  const found = { output: new Float32Array(), gradients: new Map<number, Float32Array>() };
  tf.tidy(() => {
    const shape = [images, ...model.inputs[0]!.shape.slice(1)] as number[];
    const trainable = model.trainableWeights;
    const variables = trainable.map((weight) => weight.read());
    const output = () =>
      model.apply(tf.tensor(input, shape), { training: true }) as ReturnType<typeof tf.tensor>;
    const sum = () =>
      tf.sum(tf.mul(output(), tf.tensor(weights, output().shape))) as ReturnType<typeof tf.scalar>;
    const { grads } = tf.variableGrads(sum, variables as Parameters<typeof tf.variableGrads>[1]);
    found.output = Float32Array.from(output().dataSync());
    for (const weight of trainable) {
      const { name } = weight.read() as unknown as { readonly name: string };
      found.gradients.set(model.weights.indexOf(weight), Float32Array.from(grads[name]!.dataSync()));
    }
  });
  return found;
}

function expectClose(found: Float32Array, expected: Float32Array, tolerance: number, what: string): void {
  expect(found, what).toHaveLength(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const gap = found.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index]!)), 0);
  expect(gap / scale, what).toBeLessThan(tolerance);
}

describe('the table of layers in this test', () => {
  it('has exactly one row for each layer that the library implements', () => {
    expect(Object.keys(layerUses).sort()).toEqual(Object.keys(layers).sort());
  });
});

describe.each(Object.entries(layerUses))('the layer %s', (_name, uses) => {
  it('has the outputs and gradients of TensorFlow.js', () => {
    fc.assert(
      fc.property(modelDescriptions, uses, (description, use) => {
        const model = describedModel(
          trainableInTfjs({ ...description, middle: [[['dense', { units: 7 }]], use] }),
        );
        const random = createRandom(description.seed);
        const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
        const [input, weights] = [numbers(images * pixels), numbers(images * 4)];
        const expected = runTfjs(model, input, weights);
        const found = runNetwork(model, input, weights, true);
        expectClose(found.output, expected.output, 1e-4, 'outputs');
        for (const [place, gradient] of expected.gradients)
          expectClose(found.gradients.get(place)!, gradient, 1e-3, model.weights[place]!.originalName);
        model.dispose();
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  it('has the same outputs in the graph as in predictProbabilities()', () => {
    fc.assert(
      fc.property(modelDescriptions, uses, (description, use) => {
        const model = describedModel({ ...description, middle: [use] });
        const bytes = Uint8Array.from({ length: images * pixels }, (_, index) => (index * 37) % 256);
        const { mean, standardDeviation } = modelMetadata(model).inputScaling;
        const input = Float32Array.from(bytes, (pixel) => (pixel / 255 - mean) / standardDeviation);
        const { output } = runNetwork(model, input, new Float32Array(), false);
        if (modelMetadata(model).temperature === 1)
          expectClose(output, predictProbabilities(model, bytes), 1e-5, 'probabilities');
        model.dispose();
      }),
      { numRuns: 8, seed: 1 },
    );
  });
});
