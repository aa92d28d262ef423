import type { OnnxGraph } from '../onnx/onnx-graph.js';
import type { Attribute } from '../onnx/onnx-message.js';
import type { NodeAttributes } from '../tensorflow/node.js';

/**
 * How a window moves over images, N × rows × columns × channels: its strides, and its padding. With `VALID`,
 * windows stay inside the images. With `SAME` and strides of 1, the result has the images' size.
 */
export type Moves = { readonly strides: readonly number[]; readonly padding: 'SAME' | 'VALID' };

/** Size of a pooling window, strides and padding. */
export type Pool = Moves & { readonly size: readonly number[] };

/** Shape of the result of a windowed operation. @param window starts with rows and columns. */
export function outputShape(
  [count, ...sizes]: readonly number[],
  window: readonly number[],
  { strides, padding }: Moves,
  channels: number,
): number[] {
  const [rows, columns] = [0, 1].map((axis) =>
    padding === 'SAME'
      ? Math.ceil(sizes[axis]! / strides[axis]!)
      : Math.floor((sizes[axis]! - window[axis]!) / strides[axis]!) + 1,
  );
  return [count!, rows!, columns!, channels];
}

/** Strides and padding as attributes of TensorFlow. */
export function tensorflowMoves({ strides, padding }: Moves): NodeAttributes {
  return {
    strides: { integers: [1, ...strides, 1] },
    padding: { bytes: padding },
    data_format: { bytes: 'NHWC' },
  };
}

/**
 * Strides and padding as attributes of ONNX.
 *
 * @param shapes of the images (count, rows, columns, channels) and of the window, starting with rows and columns.
 */
export function onnxMoves(
  moves: Moves,
  [images, window]: readonly (readonly number[])[],
): Record<string, Attribute> {
  const output = outputShape(images!, window!, moves, 1);
  const missing = [0, 1].map((axis) => {
    const covered = (output[axis + 1]! - 1) * moves.strides[axis]! + window![axis]!;
    return moves.padding === 'SAME' ? Math.max(covered - images![axis + 1]!, 0) : 0;
  });
  const before = missing.map((count) => Math.floor(count / 2));
  return {
    strides: { integers: moves.strides },
    pads: { integers: [...before, ...missing.map((count, axis) => count - before[axis]!)] },
  };
}

/** Builds an operator on images whose channels come before rows and columns, as ONNX requires. */
export function channelsFirst(graph: OnnxGraph, images: string, build: (images: string) => string): string {
  return graph.transpose(build(graph.transpose(images, [0, 3, 1, 2])), [0, 2, 3, 1]);
}
