import type { Sequential, Variable } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** Whose memory JavaScript does not know of. */
interface Held {
  dispose(): void;
}

const unused = new FinalizationRegistry((held: readonly Held[]) => {
  for (const each of held) each.dispose();
});

/**
 * Gives back the memory of a model's weights and optimizer once nothing refers to it any more, as JavaScript does
 * with everything else. Layers that another model shares keep theirs. Disposing of the model does so at once, as ever.
 */
export function releaseWhenUnused(model: Sequential): Sequential {
  for (const layer of model.layers) {
    if (layer instanceof tf.Sequential) releaseWhenUnused(layer);
    else
      unused.register(
        layer,
        layer.weights.map((weight) => once(weight.read() as Variable)),
      );
  }
  if (model.optimizer) unused.register(model, [model.optimizer as unknown as Held]);
  return model;
}

function once(weight: Variable): Held {
  return {
    dispose() {
      if (!weight.isDisposed) weight.dispose();
    },
  };
}
