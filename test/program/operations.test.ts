import { createRandom } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { gradients } from '../../lib/src/program/gradients.js';
import { kernels } from '../../lib/src/program/javascript/runtime.js';
import type { Primitive } from '../../lib/src/program/operation.js';
import { operations } from '../../lib/src/program/operation-table.js';
import { Graph } from '../../lib/src/program/tensorflow/graph.js';
import { type Feed, GraphSession } from '../../lib/src/program/tensorflow/session.js';
import {
  type Products,
  TensorflowOperations,
} from '../../lib/src/program/tensorflow/tensorflow-operations.js';
import { type Attributes, sizeOf, type Value } from '../../lib/src/program/value.js';

/** A use of an operation: the shapes of its inputs, the numbers to sample them from, and its attributes. */
interface Sample {
  readonly shapes: readonly (readonly number[])[];
  readonly from?: number;
  readonly to?: number;
  readonly attributes?: Attributes;
  /** Inputs that are not continuous numbers, by their position. */
  readonly fixed?: Readonly<Record<number, (ops: TensorflowOperations) => Value>>;
}

const onesAndZeros = (ops: TensorflowOperations) =>
  ops.greater(ops.matrix(Float32Array.of(1, -1, -1, 1, 1, -1), [2, 3]), 0);
const binary: readonly Sample[] = [
  {
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  { shapes: [[2, 3], [3]] },
  {
    shapes: [
      [2, 1],
      [2, 3],
    ],
  },
];
const positive = { from: 0.4, to: 2 };
const products = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
] as const;
const reduced: readonly Sample[] = [
  { shapes: [[2, 3]], attributes: { axes: [0], keepDimensions: false } },
  { shapes: [[2, 3, 2]], attributes: { axes: [1, 2], keepDimensions: true } },
];

const images = [2, 5, 4, 2];
const convolved = (kernel: readonly number[]): readonly Sample[] => [
  { shapes: [images, kernel], attributes: { strides: [1, 1], padding: 'SAME' } },
  { shapes: [images, kernel], attributes: { strides: [2, 2], padding: 'SAME' } },
  { shapes: [images, kernel], attributes: { strides: [2, 2], padding: 'VALID' } },
];
const pools: readonly Sample[] = [
  { shapes: [images], attributes: { size: [2, 2], strides: [2, 2], padding: 'VALID' } },
  { shapes: [images], attributes: { size: [3, 2], strides: [2, 1], padding: 'SAME' } },
];

/**
 * Uses of operations that need several tensors, special shapes or attributes. Others take one tensor of 2 × 3
 * numbers.
 */
const samples: Readonly<Record<string, readonly Sample[]>> = {
  add: binary,
  subtract: binary,
  multiply: binary,
  divide: binary.map((sample) => ({ ...sample, ...positive })),
  power: [{ shapes: [[2, 3], []], ...positive, fixed: { 1: (ops) => ops.constant(1.7, 'float') } }],
  minimum: binary,
  maximum: binary,
  less: binary,
  greater: binary,
  select: [{ shapes: [[2, 3], [2, 3], []], fixed: { 0: onesAndZeros } }],
  log: [{ shapes: [[2, 3]], ...positive }],
  squareRoot: [{ shapes: [[2, 3]], ...positive }],
  inverseSquareRoot: [{ shapes: [[2, 3]], ...positive }],
  relu6: [{ shapes: [[4, 3]], from: -9, to: 9 }],
  matMul: products.map((attributes) => ({
    shapes: [attributes.transposeA ? [4, 3] : [3, 4], attributes.transposeB ? [2, 4] : [4, 2]],
    attributes,
  })),
  addBias: [{ shapes: [[4, 3], [3]] }, { shapes: [[2, 2, 3, 2], [2]] }],
  conv2d: [
    ...convolved([2, 3, 2, 3]),
    { shapes: [images, [1, 2, 2, 3]], attributes: { strides: [2, 1], padding: 'VALID' } },
  ],
  depthwiseConv2d: convolved([2, 3, 2, 2]),
  maxPool: pools,
  averagePool: pools,
  pad: [{ shapes: [[2, 3, 2]], attributes: { before: [0, 1, 0], after: [2, 0, 1] } }],
  crop: [{ shapes: [[3, 4, 3]], attributes: { before: [0, 1, 0], after: [2, 0, 1] } }],
  enlarge: [false, true].map((isSmooth) => ({
    shapes: [[2, 3, 2, 2]],
    attributes: { factors: [2, 3], isSmooth },
  })),
  sum: reduced,
  mean: reduced,
  max: reduced,
  reshape: [{ shapes: [[2, 6]], attributes: { shape: [3, 4] } }],
  broadcastTo: [{ shapes: [[2, 1]], attributes: { shape: [2, 3] } }],
  cast: [{ shapes: [[2, 3]], attributes: { type: 'float' } }],
  crossEntropy: [
    { shapes: [[2, 3], [2]], fixed: { 1: (ops) => ops.numbers(Int32Array.of(2, 0), 'int32', [2]) } },
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      fixed: { 1: (ops) => ops.matrix(Float32Array.of(0.2, 0.3, 0.5, 1, 0, 0), [2, 3]) },
    },
  ],
  batchNormalize: [
    { shapes: [[4, 2, 3, 2], [2], [2]], attributes: { epsilon: 0.01 } },
    {
      shapes: [[4, 2, 3, 2], [2], [2], []],
      attributes: { epsilon: 0.01 },
      fixed: { 3: (ops) => ops.constant(3, 'int32') },
    },
  ],
  standardize: [
    { shapes: [[5, 3]], attributes: { axes: [0], epsilon: 0.01 } },
    { shapes: [[3, 2, 2, 2]], attributes: { axes: [0, 1, 2], epsilon: 0.01 } },
    { shapes: [[2, 2, 3]], attributes: { axes: [1, 2], epsilon: 0.01 } },
    {
      shapes: [
        [3, 2, 2],
        [3, 1],
      ],
      attributes: { axes: [0, 1], epsilon: 0.01 },
      fixed: { 1: (ops) => ops.matrix(Float32Array.of(0.5, 0.5, 0), [3, 1]) },
    },
  ],
};

const samplesOf = (name: string): readonly Sample[] => samples[name] ?? [{ shapes: [[2, 3]] }];

/** An operation in TensorFlow: its output, and the gradient of the output's weighted sum. */
class Trial {
  private readonly session: GraphSession;
  readonly inputs: readonly Float32Array[];
  readonly outputShape: readonly number[];

  constructor(
    name: string,
    readonly sample: Sample,
    products: Products = 'float32',
  ) {
    const { shapes, from = -1.5, to = 1.5, attributes = {}, fixed = {} } = sample;
    const random = createRandom(6);
    this.inputs = shapes.map((shape) =>
      Float32Array.from({ length: sizeOf(shape) }, () => from + (to - from) * random.next()),
    );
    const graph = new Graph();
    const ops = new TensorflowOperations(graph, products);
    const values = shapes.map((shape, index) => {
      const type = 'float' as const;
      const node = { dtype: { type }, shape: { shape } };
      return (
        fixed[index]?.(ops) ??
        graph.node('Placeholder', [], node, { name: 'output', type, shape }, `input_${index}`)
      );
    });
    const output = ops.use(name, values, attributes);
    this.outputShape = output.shape;
    ops.identity(ops.cast(output, 'float'), 'output');
    if (operations[name]!.gradient) {
      const weights = Float32Array.from({ length: sizeOf(output.shape) }, () => random.normal());
      const seed = ops.matrix(weights, output.shape);
      const axes = output.shape.map((_, axis) => axis);
      ops.identity(ops.sum(ops.multiply(output, seed), axes), 'loss');
      gradients(ops, output, seed, values).forEach((gradient, index) => {
        if (gradient && !fixed[index]) {
          expect(gradient.shape).toEqual(shapes[index]);
          ops.identity(gradient, `gradient_${index}`);
        }
      });
    }
    this.session = new GraphSession(graph);
  }

  fetch(name: string, inputs = this.inputs): Float32Array {
    const { shapes, fixed = {} } = this.sample;
    const feeds = inputs.flatMap((data, index): [string, Feed][] =>
      fixed[index] ? [] : [[`input_${index}`, { data, shape: shapes[index]! }]],
    );
    return this.session.run(Object.fromEntries(feeds), [name])[name] as Float32Array;
  }

  close(): void {
    this.session.close();
  }
}

const differentiable = Object.keys(operations).filter((name) => operations[name]!.gradient);

describe('the gradient of each operation', () => {
  it.each(differentiable)('matches finite differences: %s', (name) => {
    for (const sample of samplesOf(name)) {
      const trial = new Trial(name, sample);
      const step = 2e-3;
      sample.shapes.forEach((shape, place) => {
        if (sample.fixed?.[place]) return;
        const gradient = trial.fetch(`gradient_${place}`);
        // Every third element of a large input includes elements of each row, column and channel.
        for (let index = 0; index < sizeOf(shape); index += sizeOf(shape) > 24 ? 3 : 1) {
          const loss = (change: number) => {
            const inputs = trial.inputs.map((values) => values.slice());
            inputs[place]![index]! += change;
            return trial.fetch('loss', inputs)[0]!;
          };
          const difference = (loss(step) - loss(-step)) / (2 * step);
          const gap = Math.abs(gradient[index]! - difference) / Math.max(1, Math.abs(difference));
          expect(gap, `input ${place}[${index}]`).toBeLessThan(5e-3);
        }
      });
      trial.close();
    }
  });
});

const summing = differentiable.filter((name) => (operations[name] as Primitive).sumsProducts);

describe.each(['bfloat16', 'emulated'] as const)('products with bfloat16 (%s)', (products) => {
  it.each(summing)('differ from those in float32, and only by the rounding of bfloat16: %s', (name) => {
    for (const sample of samplesOf(name)) {
      const [full, rounded] = [new Trial(name, sample), new Trial(name, sample, products)];
      for (const result of ['output', ...sample.shapes.map((_, place) => `gradient_${place}`)]) {
        const expected = full.fetch(result);
        const largest = Math.max(...expected.map(Math.abs));
        const gaps = rounded.fetch(result).map((value, index) => Math.abs(value - expected[index]!));
        expect(Math.max(...gaps), result).toBeLessThan(0.02 * largest);
        expect(Math.max(...gaps), result).toBeGreaterThan(1e-5 * largest);
      }
      full.close();
      rounded.close();
    }
  });
});

describe('the JavaScript implementation of each operation', () => {
  it.each(Object.keys(kernels))('matches TensorFlow: %s', (name) => {
    for (const sample of samplesOf(name)) {
      // The JavaScript runtime has untransposed products only.
      if (sample.attributes?.transposeA || sample.attributes?.transposeB) continue;
      const trial = new Trial(name, sample);
      const expected = trial.fetch('output');
      const numbers = sample.shapes.map((shape, index) => ({
        shape,
        numbers: sample.fixed?.[index] ? fixedNumbers(sample, index) : trial.inputs[index]!,
      }));
      const found = kernels[name]!(numbers, trial.outputShape, sample.attributes ?? {});
      expect(found).toHaveLength(expected.length);
      found.forEach((value, index) => {
        expect(Math.abs(value - expected[index]!)).toBeLessThan(2e-6);
      });
      trial.close();
    }
  });

  it('exists for every operation that has an ONNX form', () => {
    const inOnnx = Object.keys(operations).filter((name) => 'onnx' in operations[name]!);
    expect(Object.keys(kernels).sort()).toEqual(inOnnx.sort());
  });
});

/** The result of TensorFlow for a fixed input. */
function fixedNumbers({ fixed }: Sample, index: number): Float32Array {
  const graph = new Graph();
  const ops = new TensorflowOperations(graph);
  ops.identity(ops.cast(fixed![index]!(ops), 'float'), 'output');
  const session = new GraphSession(graph);
  const { output } = session.run({}, ['output']);
  session.close();
  return output as Float32Array;
}
