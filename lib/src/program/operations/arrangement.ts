import { defineOperation, unbroadcast } from '../operation.js';
import type { NodeWriter } from '../tensorflow/node.js';
import type { ElementType, Value } from '../value.js';

const int32 = { type: 'int32' } as const;
const integers = (writer: NodeWriter, values: readonly number[]): Value =>
  writer.constant(Int32Array.from(values), 'int32', [values.length]);
const integer = (writer: NodeWriter, value: number): Value =>
  writer.constant(Int32Array.of(value), 'int32', []);

/** Operations that reshape, cast, permute or select values. */
export const arrangement = {
  reshape: defineOperation<{ readonly shape: readonly number[] }>({
    result: ([input], { shape }) => ({ type: input!.type, shape }),
    gradient: ({ ops, gradient, inputs: [input] }) => [() => ops.reshape(gradient, input!.shape)],
    tensorflow: (writer, [input], { shape }, result) =>
      writer.pure('Reshape', [input!, integers(writer, shape)], { T: { type: input!.type }, Tshape: int32 }, [
        { name: 'output', ...result },
      ])[0]!,
    onnx: (graph, [input], { shape }) => graph.add('Reshape', [input!, graph.list('shape', shape)]),
  }),

  broadcastTo: defineOperation<{ readonly shape: readonly number[] }>({
    result: ([input], { shape }) => ({ type: input!.type, shape }),
    gradient: ({ ops, gradient, inputs: [input] }) => [() => unbroadcast(ops, gradient, input!.shape)],
    tensorflow: (writer, [input], { shape }, result) =>
      writer.pure(
        'BroadcastTo',
        [input!, integers(writer, shape)],
        { T: { type: input!.type }, Tidx: int32 },
        [{ name: 'output', ...result }],
      )[0]!,
  }),

  cast: defineOperation<{ readonly type: ElementType }>({
    result: ([input], { type }) => ({ type, shape: input!.shape }),
    gradient: ({ ops, gradient, inputs: [input] }) => [() => ops.cast(gradient, input!.type)],
    tensorflow: (writer, [input], { type }, result) =>
      writer.pure('Cast', [input!], { SrcT: { type: input!.type }, DstT: { type } }, [
        { name: 'y', ...result },
      ])[0]!,
  }),

  /** Rows of the first input at the indices of the second, along the first axis. */
  gather: defineOperation({
    result: ([input, indices]) => ({
      type: input!.type,
      shape: [...indices!.shape, ...input!.shape.slice(1)],
    }),
    tensorflow(writer, [input, indices], _, result) {
      const attributes = { Tparams: { type: input!.type }, Tindices: int32, Taxis: int32 };
      const inputs = [input!, indices!, integer(writer, 0)];
      return writer.pure('GatherV2', inputs, attributes, [{ name: 'output', ...result }])[0]!;
    },
  }),

  /** `size` rows from a position on, along the first axis. */
  rows: defineOperation<{ readonly size: number }>({
    result: ([input], { size }) => ({ type: input!.type, shape: [size, ...input!.shape.slice(1)] }),
    tensorflow(writer, [input, start], _, result) {
      const places = [start!, ...input!.shape.slice(1).map(() => integer(writer, 0))];
      const count = places.length;
      const packed = { name: 'output', type: 'int32' as const, shape: [count] };
      const [begin] = writer.pure('Pack', places, { T: int32, N: count, axis: 0 }, [packed]);
      const attributes = { T: { type: input!.type }, Index: int32 };
      return writer.pure('Slice', [input!, begin!, integers(writer, result.shape)], attributes, [
        { name: 'output', ...result },
      ])[0]!;
    },
  }),

  reverseRows: defineOperation({
    result: ([input]) => ({ type: input!.type, shape: input!.shape }),
    tensorflow: (writer, [input], _, result) =>
      writer.pure('ReverseV2', [input!, integers(writer, [0])], { T: { type: input!.type }, Tidx: int32 }, [
        { name: 'output', ...result },
      ])[0]!,
  }),

  /** 0 to `count - 1`. */
  range: defineOperation<{ readonly count: number }>({
    result: (_, { count }) => ({ type: 'int32', shape: [count] }),
    tensorflow: (writer, _, { count }, result) =>
      writer.pure(
        'Range',
        [0, count, 1].map((value) => integer(writer, value)),
        { Tidx: int32 },
        [{ name: 'output', ...result }],
      )[0]!,
  }),

  /** A row per index, with `on` at its position and `off` elsewhere. */
  oneHot: defineOperation<{ readonly depth: number }>({
    result: ([indices], { depth }) => ({ type: 'float', shape: [...indices!.shape, depth] }),
    tensorflow: (writer, [indices, on, off], { depth }, result) =>
      writer.pure(
        'OneHot',
        [indices!, integer(writer, depth), on!, off!],
        { T: { type: 'float' }, TI: int32, axis: -1 },
        [{ name: 'output', ...result }],
      )[0]!,
  }),
};
