import type { NamedTensorMap, Sequential, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { reasonOf } from './reason-of.js';
import { requireFinite } from './require-finite.js';
import { byteLength, type WeightSpec } from './weight-spec.js';

/**
 * Gives a model its weights, by name; where a name occurs twice, as it may in nested models, in their order.
 *
 * @param weightData All weights of `specs`, one after the other.
 * @param doing Begins the messages.
 * @throws {Error} if one is missing, has no place in the model, has another shape, or is NaN or infinite.
 */
export function setWeights(
  model: Sequential,
  weightData: ArrayBuffer,
  specs: readonly WeightSpec[],
  doing: string,
): void {
  tf.tidy(() => {
    try {
      const tensors = decode(weightData, specs);
      const names = new Set(tensors.map(([name]) => name));
      withoutConstraints(model, () => {
        if (names.size === tensors.length) model.loadWeights(Object.fromEntries(tensors) as NamedTensorMap);
        else setInOrder(model, tensors);
      });
    } catch (cause) {
      const reason = reasonOf(cause);
      throw new Error(`${doing}: its weights do not fit: ${reason}. Save the model again.`, { cause });
    }
  });
}

function decode(weightData: ArrayBuffer, specs: readonly WeightSpec[]): [string, Tensor][] {
  let offset = 0;
  return specs.flatMap((spec): [string, Tensor][] => {
    const start = offset;
    offset += byteLength(spec);
    // What an optimizer keeps is not read: training makes it anew.
    if (spec.group === 'optimizer') return [];
    const { [spec.name]: tensor } = tf.io.decodeWeights(weightData.slice(start, offset), [spec]);
    if (spec.dtype === 'float32') requireFinite(spec.name, tensor!.dataSync<'float32'>());
    return [[spec.name, tensor!]];
  });
}

function setInOrder(model: Sequential, tensors: readonly (readonly [string, Tensor])[]): void {
  const wanted = model.weights.map(({ originalName }) => originalName);
  const found = tensors.map(([name]) => name);
  if (wanted.join('\n') !== found.join('\n'))
    throw new RangeError(`expected weights ${wanted.join(', ')} but found ${found.join(', ')}`);
  model.setWeights(tensors.map(([, tensor]) => tensor));
}

/** Constraints change what is set, if only by rounding: they are for training. */
function withoutConstraints(model: Sequential, task: () => void): void {
  const weights = model.weights as { constraint: unknown }[];
  const constraints = weights.map(({ constraint }) => constraint);
  try {
    for (const weight of weights) weight.constraint = null;
    task();
  } finally {
    weights.forEach((weight, index) => {
      weight.constraint = constraints[index];
    });
  }
}
