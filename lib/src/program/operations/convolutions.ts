import { type Call, defineOperation, type Gradient, type Primitive } from '../operation.js';
import { integers } from '../tensorflow/node.js';
import { sizeOf, type Value } from '../value.js';
import { channelsFirst, type Moves, onnxMoves, outputShape, tensorflowMoves } from './windows.js';

type WithShape = Moves & { readonly shape: readonly number[] };

/** A convolution of images, N × rows × columns × channels, with a kernel. */
const convolution = (
  {
    node,
    inputGradient,
    kernelGradient,
    sumsProducts,
  }: Readonly<Record<'node' | 'inputGradient' | 'kernelGradient', string>> & Pick<Primitive, 'sumsProducts'>,
  filters: (kernel: readonly number[]) => number,
  onnx: Primitive<Moves>['onnx'],
) =>
  defineOperation<Moves>({
    result: ([images, kernel], moves) => ({
      type: images!.type,
      shape: outputShape(images!.shape, kernel!.shape, moves, filters(kernel!.shape)),
    }),
    isSlowUnderXla: true,
    sumsProducts,
    multiplications: ([, kernel], { shape }) => (sizeOf(shape) / shape.at(-1)!) * sizeOf(kernel!.shape),
    gradient: convolutionGradient(inputGradient, kernelGradient),
    tensorflow: (writer, inputs, moves, result) =>
      writer.single(node, inputs, { T: { type: result.type }, ...tensorflowMoves(moves) }, result),
    ...(onnx && { onnx }),
  });

const convolutionGradient =
  (inputGradient: string, kernelGradient: string): Gradient<Moves> =>
  ({ ops, gradient, inputs: [images, kernel], attributes }: Call<Moves>) => [
    () => ops.use(inputGradient, [kernel!, gradient], { ...attributes, shape: images!.shape }),
    () => ops.use(kernelGradient, [images!, gradient], { ...attributes, shape: kernel!.shape }),
  ];

/** A gradient of a convolution. TensorFlow's input at index `sizesAt` is the gradient's shape. */
const gradientNode = (node: string, sizesAt: 0 | 1, sumsProducts: boolean) =>
  defineOperation<WithShape>({
    result: ([, gradient], { shape }) => ({ type: gradient!.type, shape }),
    sumsProducts,
    tensorflow(writer, [other, gradient], { shape, ...moves }, result) {
      const sizes = integers(writer, shape);
      const inputs: readonly Value[] =
        sizesAt === 0 ? [sizes, other!, gradient!] : [other!, sizes, gradient!];
      return writer.single(node, inputs, { T: { type: result.type }, ...tensorflowMoves(moves) }, result);
    },
  });

export const convolutions = {
  /** The kernel is rows × columns × channels × filters. */
  conv2d: convolution(
    {
      node: 'Conv2D',
      inputGradient: 'conv2dInputGradient',
      kernelGradient: 'conv2dKernelGradient',
      sumsProducts: true,
    },
    (kernel) => kernel[3]!,
    (graph, [images, kernel], moves, shapes) =>
      channelsFirst(graph, images!, (input) =>
        graph.add('Conv', [input, graph.transpose(kernel!, [3, 2, 0, 1])], onnxMoves(moves, shapes)),
      ),
  ),
  conv2dInputGradient: gradientNode('Conv2DBackpropInput', 0, true),
  conv2dKernelGradient: gradientNode('Conv2DBackpropFilter', 1, true),

  /**
   * Convolves each channel separately. It sums too few products to count as `sumsProducts`. The kernel is rows ×
   * columns × channels × filters per channel.
   */
  depthwiseConv2d: convolution(
    {
      node: 'DepthwiseConv2dNative',
      inputGradient: 'depthwiseConv2dInputGradient',
      kernelGradient: 'depthwiseConv2dKernelGradient',
      sumsProducts: false,
    },
    (kernel) => kernel[2]! * kernel[3]!,
    (graph, [images, kernel], moves, shapes) => {
      const [rows, columns, channels, filters] = shapes[1] as [number, number, number, number];
      const grouped = graph.add('Reshape', [
        graph.transpose(kernel!, [2, 3, 0, 1]),
        graph.list('shape', [channels * filters, 1, rows, columns]),
      ]);
      return channelsFirst(graph, images!, (input) =>
        graph.add('Conv', [input, grouped], { ...onnxMoves(moves, shapes), group: { integer: channels } }),
      );
    },
  ),
  depthwiseConv2dInputGradient: gradientNode('DepthwiseConv2dNativeBackpropInput', 0, false),
  depthwiseConv2dKernelGradient: gradientNode('DepthwiseConv2dNativeBackpropFilter', 1, false),
};
