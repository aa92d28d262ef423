import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow-js.js';
import { showText } from '../../text/escape.js';
import { elementCount } from './model-file.js';

interface Allowance {
  numbers: number;
  readonly weights: Weight[];
}

interface Weight {
  dispose(): void;
}

type AddWeight = (
  this: unknown,
  name: string,
  shape: number[],
  dtype: unknown,
  initializer: unknown,
  ...rest: unknown[]
) => Weight;

const building = new AsyncLocalStorage<Allowance>();

/**
 * Builds a model from its topology, with all weights 0.
 *
 * @param numbers Number of values in all weights. A topology that needs more is rejected before memory is allocated.
 * @param doing Beginning of error messages.
 * @throws {Error} if it cannot be built or is not a `tf.Sequential`. No memory stays allocated.
 */
export async function buildModel(modelTopology: object, numbers: number, doing: string): Promise<Sequential> {
  watchWeights();
  const allowance: Allowance = { numbers, weights: [] };
  try {
    const load = async () => ({ modelTopology });
    const model: object = await building.run(allowance, () => tf.loadLayersModel({ load }));
    if (!(model instanceof tf.Sequential))
      throw new TypeError(`expected a tf.Sequential but found a model of class ${model.constructor.name}`);
    if (model.layers.length === 0) throw new TypeError('expected a model with layers but found none');
    return model;
  } catch (cause) {
    for (const weight of allowance.weights) weight.dispose();
    const reason = reasonOf(cause);
    throw new Error(
      `${doing}: model.json does not describe a valid model: ${reason}. Save the model again, as a tf.Sequential.`,
      { cause },
    );
  }
}

const highestRank = 6;

let watched = false;

/**
 * Patches the method through which all layers of tfjs create weights: while `buildModel` runs, it counts their
 * values and makes them 0.
 */
function watchWeights(): void {
  if (watched) return;
  watched = true;
  const layer = tf.layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const addWeight = layer.addWeight;
  layer.addWeight = function (name, shape, dtype, initializer, ...rest) {
    const allowance = building.getStore();
    if (!allowance) return addWeight.call(this, name, shape, dtype, initializer, ...rest);
    // With a shape of a billion dimensions, tfjs would create arrays of that length and exhaust the memory.
    if (shape.length > highestRank)
      throw new RangeError(`a layer's ${name} has ${shape.length} dimensions, of at most ${highestRank}`);
    allowance.numbers -= elementCount(shape);
    if (!(allowance.numbers >= 0))
      throw new RangeError(
        `its layers need more weights than the file contains (${name} of ${JSON.stringify(shape)})`,
      );
    let weight: Weight | undefined;
    // If a weight is rejected, tfjs leaks its initial value, unless `tidy` releases it.
    tf.tidy(() => {
      // Start with zeros: the values are overwritten immediately, and some initializers take seconds.
      weight = addWeight.call(this, name, shape, dtype, tf.initializers.zeros(), ...rest);
    });
    allowance.weights.push(weight!);
    return weight!;
  };
}

/** Maximum number of values that a layer may return for one image. They take 1 GiB. */
const mostNumbers = 2 ** 28;

/** Applies a model to one image with TensorFlow. @throws {Error} if that fails. */
export function tryModel(model: Sequential): void {
  const [batch, ...sizes] = model.inputs[0]!.shape;
  if (sizes.includes(null)) return;
  tf.tidy(() => {
    (model.predictOnBatch(tf.zeros([batch ?? 1, ...(sizes as number[])])) as Tensor).dataSync();
  });
  model.resetStates();
}

/** @throws {RangeError} if a layer returns more than `mostNumbers` values for one image. */
export function requireMemory(model: Sequential): void {
  for (const layer of model.layers) {
    if (layer instanceof tf.Sequential) requireMemory(layer);
    else {
      const sizes = (layer.outputShape as (number | null)[]).slice(1).map((size) => size ?? 1);
      if (!(elementCount(sizes) <= mostNumbers))
        throw new RangeError(`layer "${layer.name}" returns ${JSON.stringify(sizes)} numbers per image`);
    }
  }
}

/** The message of a tfjs error, shortened and without its full stop, for use inside another message. */
export function reasonOf(cause: unknown): string {
  const message = String((cause as Error).message ?? cause).replace(/[.\s]+$/, '');
  return showText(message.replace(/\s+/g, ' '));
}
