import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { elementCount } from './weight-spec.js';

/** Numbers that a layer may give for one image: 1 GB of them. */
const mostNumbers = 2 ** 28;

/**
 * Applies a model to one image, if its size is known: what is in a file can fit together and still be no network.
 *
 * @throws {Error} if that fails or takes too much memory.
 */
export function tryModel(model: Sequential): void {
  requireMemory(model);
  const [batch, ...sizes] = model.inputs[0]!.shape;
  if (sizes.includes(null)) return;
  tf.tidy(() => {
    (model.predictOnBatch(tf.zeros([batch ?? 1, ...(sizes as number[])])) as Tensor).dataSync();
  });
  model.resetStates();
}

function requireMemory(model: Sequential): void {
  for (const layer of model.layers) {
    if (layer instanceof tf.Sequential) requireMemory(layer);
    else {
      const sizes = (layer.outputShape as (number | null)[]).slice(1).map((size) => size ?? 1);
      if (!(elementCount(sizes) <= mostNumbers))
        throw new RangeError(`layer "${layer.name}" makes ${JSON.stringify(sizes)} numbers of one image`);
    }
  }
}
