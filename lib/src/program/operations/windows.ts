import type { OnnxGraph } from '../onnx/onnx-graph.js';
import type { Attribute } from '../onnx/onnx-message.js';
import type { NodeAttributes } from '../tensorflow/node.js';

/**
 * How a window moves over images, N × rows × columns × channels: by how many rows and columns at a time, and whether
 * only inside the images (`VALID`), or so that with strides of 1 the result is as large as they are (`SAME`).
 */
export type Moves = { readonly strides: readonly number[]; readonly padding: 'SAME' | 'VALID' };

/** Rows and columns of a window to pool, and how it moves. */
export type Pool = Moves & { readonly size: readonly number[] };

/** Shape of what comes of each place of a window. @param window its rows and columns first. */
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

/** The same as TensorFlow's attributes. */
export function tensorflowMoves({ strides, padding }: Moves): NodeAttributes {
  return {
    strides: { integers: [1, ...strides, 1] },
    padding: { bytes: padding },
    data_format: { bytes: 'NHWC' },
  };
}

/** The same as ONNX's attributes. @param shapes of the images and of the window, rows and columns first. */
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

/** ONNX has the channels before rows and columns. */
export function channelsFirst(graph: OnnxGraph, images: string, build: (images: string) => string): string {
  return graph.transpose(build(graph.transpose(images, [0, 3, 1, 2])), [0, 2, 3, 1]);
}
