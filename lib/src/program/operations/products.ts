import { defineOperation, oneNode } from '../operation.js';
import { sizeOf } from '../value.js';

type Transposed = { readonly transposeA: boolean; readonly transposeB: boolean };

/** Products with weights, and biases. */
export const products = {
  /** Matrix product of rows × inner and inner × columns. */
  matMul: defineOperation<Transposed>({
    result: ([a, b], { transposeA, transposeB }) => ({
      type: a!.type,
      shape: [a!.shape[transposeA ? 1 : 0]!, b!.shape[transposeB ? 0 : 1]!],
    }),
    sumsProducts: true,
    multiplications: ([a], { shape }) => (sizeOf(a!.shape) / shape[0]!) * sizeOf(shape),
    gradient: ({ ops, gradient, inputs: [a, b], attributes: { transposeA, transposeB } }) => [
      () =>
        transposeA
          ? ops.matMul(b!, gradient, { transposeA: transposeB, transposeB: true })
          : ops.matMul(gradient, b!, { transposeB: !transposeB }),
      () =>
        transposeB
          ? ops.matMul(gradient, a!, { transposeA: true, transposeB: transposeA })
          : ops.matMul(a!, gradient, { transposeA: !transposeA }),
    ],
    tensorflow: oneNode('MatMul', 'product', ({ transposeA, transposeB }) => ({
      transpose_a: transposeA,
      transpose_b: transposeB,
    })),
    onnx: (graph, inputs, { transposeA, transposeB }) =>
      graph.add('Gemm', inputs, {
        transA: { integer: Number(transposeA) },
        transB: { integer: Number(transposeB) },
      }),
  }),

  addBias: defineOperation({
    isMonotone: true,
    result: ([input]) => ({ type: input!.type, shape: input!.shape }),
    gradient: ({ ops, gradient }) => [() => gradient, () => ops.biasGradient(gradient)],
    tensorflow: oneNode('BiasAdd', 'output'),
    onnx: (graph, inputs) => graph.add('Add', inputs),
  }),

  biasGradient: defineOperation({
    result: ([gradient]) => ({ type: gradient!.type, shape: [gradient!.shape.at(-1)!] }),
    tensorflow: oneNode('BiasAddGrad', 'output'),
  }),
};
