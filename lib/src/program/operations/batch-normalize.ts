import { defineOperation } from '../operation.js';
import type { Operations } from '../operations.js';
import { integer, integers, type NodeAttributes, type NodeWriter } from '../tensorflow/node.js';
import { sizeOf, type Value } from '../value.js';
import type { Moments } from './standardize.js';

type Epsilon = { readonly epsilon: number };
type Output = Epsilon & { readonly output: keyof typeof outputs };
type Gradient = Epsilon & { readonly of: 'input' | 'scale' | 'offset' };

const outputs = { result: 0, mean: 1, variance: 2 } as const;

/** Normalises each channel of images, N × rows × columns × channels, over a batch. */
export const batchNormalization = {
  /**
   * Normalises to mean `offset` and standard deviation `scale` per channel. An optional fourth input (`int32`, a
   * scalar) is the number of valid rows, which come first. All other rows become 0.
   */
  batchNormalize: defineOperation<Epsilon>({
    compose: (ops, [images, scale, offset, count], { epsilon }) => {
      const inputs = [firstRows(ops, images!, count), scale!, offset!];
      const normal = ops.use('fusedNormalization', inputs, { epsilon, output: 'result' });
      return count ? ops.use('fillRows', [normal, count], { size: images!.shape[0]! }) : normal;
    },
    gradient: ({ ops, gradient, inputs: [images, scale, offset, count], attributes: { epsilon } }) => {
      const of = (name: Gradient['of']) => {
        const inputs = [firstRows(ops, gradient, count), firstRows(ops, images!, count), scale!, offset!];
        return ops.use('fusedNormalizationGradient', inputs, { epsilon, of: name });
      };
      return [
        () => (count ? ops.use('fillRows', [of('input'), count], { size: images!.shape[0]! }) : of('input')),
        () => of('scale'),
        () => of('offset'),
      ];
    },
  }),

  fusedNormalization: defineOperation<Output>({
    isSlowUnderXla: true,
    result: ([images], { output }) => ({
      type: 'float',
      shape: output === 'result' ? images!.shape : [images!.shape[3]!],
    }),
    tensorflow: (writer, inputs, { epsilon, output }) =>
      normalization(writer, inputs, epsilon)[outputs[output]]!,
  }),
  fusedNormalizationGradient: defineOperation<Gradient>({
    result: ([gradient, , scale], { of }) => ({
      type: 'float',
      shape: of === 'input' ? gradient!.shape : scale!.shape,
    }),
    tensorflow(writer, [gradient, images, scale, offset], { epsilon, of }) {
      const reserved = normalization(writer, [images!, scale!, offset!], epsilon).slice(3);
      const found = writer.pure(
        'FusedBatchNormGradV3',
        [gradient!, images!, scale!, ...reserved],
        attributesOf(epsilon),
        [
          { name: 'x_backprop', type: 'float', shape: images!.shape },
          ...['scale_backprop', 'offset_backprop', 'reserve_space_4', 'reserve_space_5'].map((name) => ({
            name,
            type: 'float' as const,
            shape: scale!.shape,
          })),
        ],
      );
      return found[['input', 'scale', 'offset'].indexOf(of)]!;
    },
  }),

  /** Returns the first rows. The second input is their number. */
  firstRows: defineOperation({
    result: ([input]) => ({ type: input!.type, shape: [-1, ...input!.shape.slice(1)] }),
    tensorflow(writer, [input, count], _, result) {
      const sizes = [count!, ...input!.shape.slice(1).map((size) => integer(writer, size))];
      const starts = sizes.map(() => 0);
      const attributes = { T: { type: input!.type }, Index: { type: 'int32' as const } };
      return writer.single(
        'Slice',
        [input!, integers(writer, starts), packed(writer, sizes)],
        attributes,
        result,
      );
    },
  }),
  /** Appends rows of 0, so that there are `size` rows. The second input is the number of rows of the first input. */
  fillRows: defineOperation<{ readonly size: number }>({
    result: ([input], { size }) => ({ type: input!.type, shape: [size, ...input!.shape.slice(1)] }),
    tensorflow(writer, [input, count], { size }, result) {
      const int32 = { type: 'int32' as const };
      const scalar = { shape: [], ...int32 };
      const missing = writer.single('Sub', [integer(writer, size), count!], { T: int32 }, scalar, 'z');
      const axes = input!.shape.length;
      const zeros = Array.from({ length: 2 * axes - 2 }, () => integer(writer, 0));
      const flat = packed(writer, [integer(writer, 0), missing, ...zeros]);
      const shape = integers(writer, [axes, 2]);
      const pairs = { shape: [axes, 2], ...int32 };
      const margins = writer.single('Reshape', [flat, shape], { T: int32, Tshape: int32 }, pairs);
      const attributes = { T: { type: input!.type }, Tpaddings: int32 };
      return writer.single('Pad', [input!, margins], attributes, result);
    },
  }),
};

/** Mean and variance of each channel over the first `count` rows, or all. */
export function batchMoments(
  ops: Operations,
  images: Value,
  scale: Value,
  offset: Value,
  epsilon: number,
  count: Value | undefined,
): Moments {
  const inputs = [firstRows(ops, images, count), scale, offset];
  const [mean, variance] = (['mean', 'variance'] as const).map((output) =>
    ops.use('fusedNormalization', inputs, { epsilon, output }),
  );
  // TensorFlow returns the sample variance, which divides by n - 1. Convert it to divide by n.
  const places = sizeOf(images.shape.slice(1, 3));
  const numbers = count ? ops.multiply(ops.cast(count, 'float'), places) : images.shape[0]! * places;
  const shrink = ops.subtract(1, ops.divide(ops.constant(1, 'float'), numbers));
  return { mean: mean!, variance: ops.multiply(variance!, shrink) };
}

function firstRows(ops: Operations, images: Value, count: Value | undefined): Value {
  return count ? ops.use('firstRows', [images, count], {}) : images;
}

/** Adds TensorFlow's node. Returns the result, mean and variance, and the values that its gradient needs. */
function normalization(
  writer: NodeWriter,
  [images, scale, offset]: readonly Value[],
  epsilon: number,
): Value[] {
  // In training, the node computes mean and variance itself, so these two inputs are empty.
  const none = writer.constant(new Float32Array(), 'float', [0]);
  const { shape } = scale!;
  const names = ['batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'];
  return writer.pure('FusedBatchNormV3', [images!, scale!, offset!, none, none], attributesOf(epsilon), [
    { name: 'y', type: 'float', shape: images!.shape },
    ...names.map((name) => ({ name, type: 'float' as const, shape })),
  ]);
}

function attributesOf(epsilon: number): NodeAttributes {
  return {
    T: { type: 'float' },
    U: { type: 'float' },
    epsilon: { float: epsilon },
    data_format: { bytes: 'NHWC' },
    is_training: true,
  };
}

function packed(writer: NodeWriter, values: readonly Value[]): Value {
  const result = { type: 'int32' as const, shape: [values.length] };
  return writer.single('Pack', values, { T: { type: 'int32' }, N: values.length, axis: 0 }, result);
}
