import { type Call, defineOperation, type Gradient, type Primitive } from '../operation.js';
import { integer, integers } from '../tensorflow/node.js';
import { sizeOf, type Value } from '../value.js';

type Reduction = { readonly axes: readonly number[]; readonly keepDimensions: boolean };

const reduction = (
  node: string,
  gradient: Gradient<Reduction> | undefined,
  onnx: Primitive<Reduction>['onnx'],
) =>
  defineOperation<Reduction>({
    result: ([input], { axes, keepDimensions }) => ({
      type: input!.type,
      shape: keepDimensions
        ? input!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
        : input!.shape.filter((_, axis) => !axes.includes(axis)),
    }),
    ...(gradient && { gradient }),
    tensorflow(writer, [input], { axes, keepDimensions }, result) {
      const places = integers(writer, axes);
      const attributes = {
        T: { type: input!.type },
        Tidx: { type: 'int32' as const },
        keep_dims: keepDimensions,
      };
      return writer.single(node, [input!, places], attributes, result);
    },
    ...(onnx && { onnx }),
  });

/** In opset 17, the axes are an attribute for means and maxima, but an input for sums. */
const withAxes =
  (operator: string): Primitive<Reduction>['onnx'] =>
  (graph, [input], { axes, keepDimensions }) =>
    graph.add(operator, [input!], {
      axes: { integers: axes },
      keepdims: { integer: Number(keepDimensions) },
    });

/** Gives each reduced value the gradient of its result. */
function spread({ ops, inputs: [input], attributes: { axes } }: Call<Reduction>, gradient: Value): Value {
  const kept = input!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return ops.broadcastTo(ops.reshape(gradient, kept), input!.shape);
}

export const reductions = {
  sum: reduction(
    'Sum',
    (call) => [() => spread(call, call.gradient)],
    (graph, [input], { axes, keepDimensions }) =>
      graph.add('ReduceSum', [input!, graph.list('axes', axes)], {
        keepdims: { integer: Number(keepDimensions) },
      }),
  ),
  mean: reduction(
    'Mean',
    (call) => [
      () => {
        const { ops, inputs, attributes, gradient } = call;
        const count = sizeOf(attributes.axes.map((axis) => inputs[0]!.shape[axis]!));
        return spread(call, ops.multiply(gradient, 1 / count));
      },
    ],
    withAxes('ReduceMean'),
  ),
  /** Equal maxima share the gradient equally. */
  max: reduction(
    'Max',
    (call) => [
      () => {
        const { ops, inputs, output, attributes, gradient } = call;
        const isLargest = ops.equal(inputs[0]!, spread(call, output));
        const count = ops.sum(ops.cast(isLargest, 'float'), attributes.axes);
        const kept = { ...attributes, keepDimensions: false };
        const shared = ops.divide(ops.reshape(gradient, count.shape), count);
        return ops.select(isLargest, spread({ ...call, attributes: kept }, shared), 0);
      },
    ],
    withAxes('ReduceMax'),
  ),

  argMax: defineOperation({
    result: ([input]) => ({ type: 'int32', shape: input!.shape.slice(0, -1) }),
    tensorflow(writer, [input], _, result) {
      const axis = integer(writer, input!.shape.length - 1);
      const attributes = {
        T: { type: input!.type },
        Tidx: { type: 'int32' as const },
        output_type: { type: 'int32' as const },
      };
      return writer.single('ArgMax', [input!, axis], attributes, result);
    },
  }),
};
