import type { Sequential, Variable } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow-js.js';

/** An object that owns memory outside of JavaScript's heap. */
interface Held {
  dispose(): void;
}

const unused = new FinalizationRegistry((held: readonly Held[]) => {
  for (const each of held) each.dispose();
});

const ballast = new WeakMap<Sequential, ArrayBuffer>();

/**
 * Frees a model's weights and optimizer when the model is garbage-collected, except layers shared with
 * another model.
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
 * Makes the garbage collector account for the weights, which are outside its heap. The memory is only
 * reserved, never written.
 */
function reserve(model: Sequential, bytes: number): void {
  const Resizable = ArrayBuffer as new (bytes: number, options: { maxByteLength: number }) => ArrayBuffer;
  try {
    ballast.set(model, new Resizable(bytes, { maxByteLength: bytes }));
  } catch {
    // If reserving address space fails, unused models are freed later.
  }
}
