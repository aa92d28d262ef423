import { defineOperation } from '../operation.js';
import { integers } from '../tensorflow/node.js';
import { channelsFirst } from './windows.js';

type Blocks = { readonly before: readonly number[]; readonly after: readonly number[] };
type Scaling = { readonly factors: readonly number[]; readonly isSmooth: boolean };

const int32 = { type: 'int32' } as const;
const corners = { align_corners: false, half_pixel_centers: false };
const methodOf = ({ isSmooth }: Scaling) => (isSmooth ? 'ResizeBilinear' : 'ResizeNearestNeighbor');

/** Operations that pad, crop and enlarge. */
export const resizing = {
  pad: defineOperation<Blocks>({
    result: ([input], { before, after }) => ({
      type: input!.type,
      shape: input!.shape.map((size, axis) => (size < 0 ? size : size + before[axis]! + after[axis]!)),
    }),
    gradient: ({ ops, gradient, attributes }) => [() => ops.use('crop', [gradient], attributes)],
    tensorflow(writer, [input], { before, after }, result) {
      const margins = Int32Array.from(before.flatMap((size, axis) => [size, after[axis]!]));
      const inputs = [input!, writer.constant(margins, 'int32', [before.length, 2])];
      const attributes = { T: { type: result.type }, Tpaddings: int32 };
      return writer.single('Pad', inputs, attributes, result);
    },
    onnx: (graph, [input], { before, after }) =>
      graph.add('Pad', [input!, graph.list('margins', [...before, ...after])]),
  }),

  crop: defineOperation<Blocks>({
    result: ([input], { before, after }) => ({
      type: input!.type,
      shape: input!.shape.map((size, axis) => (size < 0 ? size : size - before[axis]! - after[axis]!)),
    }),
    gradient: ({ ops, gradient, attributes }) => [() => ops.use('pad', [gradient], attributes)],
    tensorflow(writer, [input], { before }, result) {
      const attributes = { T: { type: result.type }, Index: int32 };
      return writer.single(
        'Slice',
        [input!, integers(writer, before), integers(writer, result.shape)],
        attributes,
        result,
      );
    },
    onnx: (graph, [input], { before, after }, [shape]) =>
      graph.add('Slice', [
        input!,
        graph.list('starts', before),
        graph.list(
          'ends',
          shape!.map((size, axis) => (size < 0 ? 2 ** 31 : size - after[axis]!)),
        ),
      ]),
  }),

  /** Enlarges rows and columns by integer factors, with nearest or bilinear interpolation. */
  enlarge: defineOperation<Scaling>({
    result: ([images], { factors }) => {
      const [count, rows, columns, channels] = images!.shape as [number, number, number, number];
      return { type: images!.type, shape: [count, rows * factors[0]!, columns * factors[1]!, channels] };
    },
    isSlowUnderXla: true,
    gradient: ({ ops, gradient, inputs: [images], attributes }) => [
      () => ops.use('enlargeGradient', [gradient, images!], attributes),
    ],
    tensorflow(writer, [images], attributes, result) {
      const sizes = integers(writer, result.shape.slice(1, 3));
      return writer.single(
        methodOf(attributes),
        [images!, sizes],
        { T: { type: result.type }, ...corners },
        result,
        'resized_images',
      );
    },
    onnx: (graph, [images], { factors, isSmooth }) =>
      channelsFirst(graph, images!, (input) =>
        graph.add('Resize', [input, '', graph.tensor('scales', Float32Array.of(1, 1, ...factors), [4])], {
          mode: { text: isSmooth ? 'linear' : 'nearest' },
          coordinate_transformation_mode: { text: 'asymmetric' },
          nearest_mode: { text: 'floor' },
        }),
      ),
  }),
  enlargeGradient: defineOperation<Scaling>({
    result: ([gradient, images]) => ({ type: gradient!.type, shape: images!.shape }),
    tensorflow(writer, [gradient, images], attributes, result) {
      const sizes = integers(writer, result.shape.slice(1, 3));
      const inputs = [gradient!, attributes.isSmooth ? images! : sizes];
      return writer.single(
        `${methodOf(attributes)}Grad`,
        inputs,
        { T: { type: result.type }, ...corners },
        result,
      );
    },
  }),
};
