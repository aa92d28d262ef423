import type { Sequential } from '@tensorflow/tfjs-node';

/** Dimensions of the network's input for one image, such as `[784]`. An unspecified dimension counts as 1. */
export function inputShape(model: Sequential): number[] {
  return (model.inputs[0]?.shape ?? []).slice(1).map((size) => size ?? 1);
}

/** Number of inputs per image: the product of {@link inputShape}. */
export function inputLength(model: Sequential): number {
  return inputShape(model).reduce((total, size) => total * size, 1);
}
