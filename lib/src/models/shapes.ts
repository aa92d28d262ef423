import type { Sequential } from '@tensorflow/tfjs-node';

/** Numbers the network takes for one image: the product of its input's dimensions but the batch. */
export function inputLength(model: Sequential): number {
  return product(model.inputs[0]?.shape.slice(1) ?? []);
}

/** Numbers the network gives for one image. */
export function outputLength(model: Sequential): number {
  return product(model.outputs[0]?.shape.slice(1) ?? []);
}

function product(sizes: readonly (number | null)[]): number {
  return sizes.reduce<number>((total, size) => total * (size ?? 1), 1);
}
