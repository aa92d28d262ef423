import { defineOperation, type Gradient } from '../operation.js';
import { integers, type NodeAttributes } from '../tensorflow/node.js';
import { channelsFirst, onnxMoves, outputShape, type Pool, tensorflowMoves } from './windows.js';

/** One value per channel and window. Padding does not affect the values. */
const pool = (node: string, onnx: string, gradient: Gradient<Pool>) =>
  defineOperation<Pool>({
    result: ([images], { size, ...moves }) => ({
      type: images!.type,
      shape: outputShape(images!.shape, size, moves, images!.shape[3]!),
    }),
    isSlowUnderXla: true,
    gradient,
    tensorflow: (writer, inputs, attributes, result) =>
      writer.single(node, inputs, tensorflowPool(attributes), result),
    onnx: (graph, [images], { size, ...moves }, [shape]) =>
      channelsFirst(graph, images!, (input) =>
        graph.add(onnx, [input], { kernel_shape: { integers: size }, ...onnxMoves(moves, [shape!, size]) }),
      ),
  });

function tensorflowPool({ size, ...moves }: Pool): NodeAttributes {
  return { T: { type: 'float' }, ksize: { integers: [1, ...size, 1] }, ...tensorflowMoves(moves) };
}

/** Operations that reduce rows and columns of images. */
export const pooling = {
  maxPool: pool('MaxPool', 'MaxPool', ({ ops, gradient, inputs: [images], output, attributes }) => [
    () => ops.use('maxPoolGradient', [images!, output, gradient], attributes),
  ]),
  maxPoolGradient: defineOperation<Pool>({
    result: ([images]) => ({ type: images!.type, shape: images!.shape }),
    tensorflow: (writer, inputs, attributes, result) =>
      writer.single('MaxPoolGrad', inputs, tensorflowPool(attributes), result),
  }),

  averagePool: pool('AvgPool', 'AveragePool', ({ ops, gradient, inputs: [images], attributes }) => [
    () => ops.use('averagePoolGradient', [gradient], { ...attributes, shape: images!.shape }),
  ]),
  averagePoolGradient: defineOperation<Pool & { readonly shape: readonly number[] }>({
    result: ([gradient], { shape }) => ({ type: gradient!.type, shape }),
    tensorflow(writer, [gradient], { shape, ...attributes }, result) {
      const sizes = integers(writer, shape);
      return writer.single('AvgPoolGrad', [sizes, gradient!], tensorflowPool(attributes), result);
    },
  }),
};
