import type { Sequential, Variable } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** Has memory of which JavaScript does not know. */
interface Held {
  dispose(): void;
}

const unused = new FinalizationRegistry((held: readonly Held[]) => {
  for (const each of held) each.dispose();
});

const ballast = new WeakMap<Sequential, ArrayBuffer>();

/**
 * Gives back the memory of a model's weights and optimizer once nothing refers to it any more, as JavaScript does
 * with everything else. Layers that another model shares keep theirs. Disposing of the model does so at once, as ever.
 */
export function releaseWhenUnused(model: Sequential): Sequential {
  registerLayers(model);
  if (model.optimizer) unused.register(model, [model.optimizer as unknown as Held]);
  reserve(model, 4 * model.countParams());
  return model;
}

function registerLayers(model: Sequential): void {
  for (const layer of model.layers) {
    if (layer instanceof tf.Sequential) registerLayers(layer);
    else
      unused.register(
        layer,
        layer.weights.map((weight) => ifAlive(weight.read() as Variable)),
      );
  }
}

function ifAlive(weight: Variable): Held {
  return {
    dispose() {
      if (!weight.isDisposed) weight.dispose();
    },
  };
}

/**
 * Lets JavaScript count as much memory as a model's weights take: by what it counts it decides when to look for what
 * is unused, and it cannot see TensorFlow's. As the memory can be resized, it is only reserved, never filled.
 */
function reserve(model: Sequential, bytes: number): void {
  const Resizable = ArrayBuffer as new (bytes: number, options: { maxByteLength: number }) => ArrayBuffer;
  try {
    ballast.set(model, new Resizable(bytes, { maxByteLength: bytes }));
  } catch {
    // Where addresses are short, unused models only go later.
  }
}
