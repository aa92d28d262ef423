import { defineOperation, unbroadcast } from '../operation.js';
import { integer, integers } from '../tensorflow/node.js';
import type { ElementType } from '../value.js';

const int32 = { type: 'int32' } as const;

/** Operations that reshape, cast, permute or select values. */
export const arrangement = {
  reshape: defineOperation<{ readonly shape: readonly number[] }>({
    result: ([input], { shape }) => ({ type: input!.type, shape }),
    gradient: ({ ops, gradient, inputs: [input] }) => [() => ops.reshape(gradient, input!.shape)],
    tensorflow: (writer, [input], { shape }, result) =>
      writer.single(
        'Reshape',
        [input!, integers(writer, shape)],
        { T: { type: input!.type }, Tshape: int32 },
        result,
      ),
    onnx: (graph, [input], { shape }) => graph.add('Reshape', [input!, graph.list('shape', shape)]),
  }),

  broadcastTo: defineOperation<{ readonly shape: readonly number[] }>({
    result: ([input], { shape }) => ({ type: input!.type, shape }),
    gradient: ({ ops, gradient, inputs: [input] }) => [() => unbroadcast(ops, gradient, input!.shape)],
    tensorflow: (writer, [input], { shape }, result) =>
      writer.single(
        'BroadcastTo',
        [input!, integers(writer, shape)],
        { T: { type: input!.type }, Tidx: int32 },
        result,
      ),
  }),

  cast: defineOperation<{ readonly type: ElementType }>({
    result: ([input], { type }) => ({ type, shape: input!.shape }),
    gradient: ({ ops, gradient, inputs: [input] }) => [() => ops.cast(gradient, input!.type)],
    tensorflow: (writer, [input], { type }, result) =>
      writer.single('Cast', [input!], { SrcT: { type: input!.type }, DstT: { type } }, result, 'y'),
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
      return writer.single('GatherV2', inputs, attributes, result);
    },
  }),

  /** `size` rows from a position on, along the first axis. */
  rows: defineOperation<{ readonly size: number }>({
    result: ([input], { size }) => ({ type: input!.type, shape: [size, ...input!.shape.slice(1)] }),
    tensorflow(writer, [input, start], _, result) {
      const places = [start!, ...input!.shape.slice(1).map(() => integer(writer, 0))];
      const count = places.length;
      const packed = { type: 'int32' as const, shape: [count] };
      const begin = writer.single('Pack', places, { T: int32, N: count, axis: 0 }, packed);
      const attributes = { T: { type: input!.type }, Index: int32 };
      return writer.single('Slice', [input!, begin, integers(writer, result.shape)], attributes, result);
    },
  }),

  reverseRows: defineOperation({
    result: ([input]) => ({ type: input!.type, shape: input!.shape }),
    tensorflow: (writer, [input], _, result) =>
      writer.single(
        'ReverseV2',
        [input!, integers(writer, [0])],
        { T: { type: input!.type }, Tidx: int32 },
        result,
      ),
  }),

  /** 0 to `count - 1`. */
  range: defineOperation<{ readonly count: number }>({
    result: (_, { count }) => ({ type: 'int32', shape: [count] }),
    tensorflow: (writer, _, { count }, result) =>
      writer.single(
        'Range',
        [0, count, 1].map((value) => integer(writer, value)),
        { Tidx: int32 },
        result,
      ),
  }),

  /** A row per index, with `on` at its position and `off` elsewhere. */
  oneHot: defineOperation<{ readonly depth: number }>({
    result: ([indices], { depth }) => ({ type: 'float', shape: [...indices!.shape, depth] }),
    tensorflow: (writer, [indices, on, off], { depth }, result) =>
      writer.single(
        'OneHot',
        [indices!, integer(writer, depth), on!, off!],
        { T: { type: 'float' }, TI: int32, axis: -1 },
        result,
      ),
  }),
};
