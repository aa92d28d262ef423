import type { Sequential } from '@tensorflow/tfjs-node';
import fc from 'fast-check';
import { createRandom, predictProbabilities, tf } from 'mnist-lab';
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

interface Case {
  readonly model: Sequential;
  readonly input: Float32Array;
  /** Weight of each output in the sum whose gradients are computed. Without it, the network only predicts. */
  readonly weights?: Float32Array;
}

/**
 * Outputs of networks in TensorFlow, and in training also the gradients of their weighted sum for each weight. All
 * networks share one graph, because opening a graph takes longer than running a network.
 */
function runNetworks(cases: readonly Case[]) {
  const graph = new Graph();
  const ops = new TensorflowOperations(graph);
  const places = cases.map((each, at) => addNetwork(ops, each, `network_${at}`));
  const names = places.flatMap((found, at) => [
    `network_${at}_output`,
    ...found.map((place) => `network_${at}_gradient_${place}`),
  ]);
  const session = new GraphSession(graph);
  const results = session.run({}, names) as Readonly<Record<string, Float32Array>>;
  session.close();
  return places.map((found, at) => ({
    output: results[`network_${at}_output`]!,
    gradients: new Map(found.map((place) => [place, results[`network_${at}_gradient_${place}`]!])),
  }));
}

/** Adds a network to a graph. @returns the places of the weights whose gradients the graph computes. */
function addNetwork(ops: TensorflowOperations, { model, input, weights }: Case, name: string): number[] {
  const training = weights !== undefined;
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
  ops.identity(output, `${name}_output`);
  if (!training) return [];
  const trained = network.variables.filter(({ kind }) => kind !== 'statistic');
  const trainedValues = trained.map((one) => read.get(one)!);
  gradients(ops, output, ops.matrix(weights, output.shape), trainedValues).forEach((gradient, index) => {
    ops.identity(gradient!, `${name}_gradient_${trained[index]!.place}`);
  });
  return trained.map(({ place }) => place);
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
  const samples = fc.sample(fc.tuple(modelDescriptions, uses), { numRuns: 8, seed: 1 });

  it('has the outputs and gradients of TensorFlow.js', () => {
    const cases = samples.map(([description, use]) => {
      const middle = [[['dense', { units: 7 }] as const], use];
      const trainable = trainableInTfjs({ ...description, middle });
      const random = createRandom(description.seed);
      const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
      const [input, weights] = [numbers(images * pixels), numbers(images * 4)];
      return { trainable, model: describedModel(trainable), input, weights };
    });
    runNetworks(cases).forEach((found, at) => {
      const { trainable, model, input, weights } = cases[at]!;
      const of = `of ${JSON.stringify(trainable)}`;
      const expected = runTfjs(model, input, weights);
      expectClose(found.output, expected.output, 1e-4, `outputs ${of}`);
      for (const [place, gradient] of expected.gradients) {
        const { originalName } = model.weights[place]!;
        expectClose(found.gradients.get(place)!, gradient, 1e-3, `gradient of ${originalName} ${of}`);
      }
      model.dispose();
    });
  });

  it('has the same outputs in the graph as in predictProbabilities()', () => {
    const bytes = Uint8Array.from({ length: images * pixels }, (_, index) => (index * 37) % 256);
    const cases = samples.map(([description, use]) => {
      // The network in the graph has no temperature.
      const untempered = { ...description, middle: [use], end: { ...description.end, temperature: 1 } };
      const { mean, standardDeviation } = description;
      const input = Float32Array.from(bytes, (pixel) => (pixel / 255 - mean) / standardDeviation);
      return { untempered, model: describedModel(untempered), input };
    });
    runNetworks(cases).forEach(({ output }, at) => {
      const { untempered, model } = cases[at]!;
      const what = `probabilities of ${JSON.stringify(untempered)}`;
      expectClose(output, predictProbabilities(model, bytes), 1e-5, what);
      model.dispose();
    });
  });
});
