import type { Sequential } from '@tensorflow/tfjs-node';
import type { Operations } from '../program/operations.js';
import { Recorder } from '../program/recorder.js';
import { sizeOf, type Value } from '../program/value.js';
import { forwardOf, type LayerUse, predicting } from './forward-of.js';
import { Obstacle, type Pass, type Variable } from './layer.js';
import { classProbabilities, outputKind } from './outputs.js';

type Layer = Sequential['layers'][number];

/** The layers of a model as a single forward pass. */
export interface Network {
  readonly variables: readonly Variable[];
  /** Shape of an image as the first layer takes it. */
  readonly inputShape: readonly number[];
  /** @param input N × values per image, in any shape. */
  forward(pass: Pass, input: Value): Value;
  /** Like `forward`, but converts the output to the probability of each class. */
  classify(pass: Pass, input: Value): Value;
}

/** Scales pixels: `(pixel / 255 - mean) / standardDeviation`, as a product and a sum. */
export function scalePixels(
  ops: Operations,
  pixels: Value,
  { mean, standardDeviation }: { readonly mean: number; readonly standardDeviation: number },
): Value {
  const scaled = ops.multiply(ops.cast(pixels, 'float'), 1 / (255 * standardDeviation));
  return mean === 0 ? scaled : ops.subtract(scaled, mean / standardDeviation);
}

/** A pass for prediction with a model's weights as constants. */
export function predictingPass(ops: Operations, model: Sequential): Pass {
  const weights = model.getWeights();
  return predicting(ops, ({ place, shape }) => ops.matrix(weights[place]!.dataSync() as Float32Array, shape));
}

/**
 * Records the forward pass of a training step for one image, which also checks that all layers are supported.
 *
 * @throws {LayerObstacle} if a layer does not support its input.
 */
export function recordTraining(network: Network): Value {
  const ops = new Recorder();
  const pass: Pass = {
    ops,
    training: true,
    rowWeights: undefined,
    read: ({ shape }) => ops.input('float', shape),
    assign: () => {},
    randomBits: (shape) => ops.input('uint32', shape),
  };
  return network.classify(pass, ops.input('float', [1, sizeOf(network.inputShape)]));
}

/** The logits before a final softmax, or undefined if there is none. */
export function logitsOf({ source }: Value): Value | undefined {
  return source?.operation === 'softmax' ? source.inputs[0] : undefined;
}

/** Thrown if a program cannot contain a layer. The message names the layer and the reason. */
export class LayerObstacle extends Error {
  constructor(
    readonly layerName: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`layer "${layerName}" ${reason}`, options);
  }
}

/**
 * Converts a model to a network.
 *
 * @param use the purpose, and whether it includes training.
 * @throws {LayerObstacle} if a layer does not support it. The message names the first.
 */
export function networkOf(model: Sequential, use: LayerUse): Network {
  const variables: Variable[] = [];
  const forwards = flatLayers(model.layers).map((layer, index) => {
    const add = (name: string, weight: Layer['weights'][number], kind: Variable['kind']) => {
      const place = model.weights.indexOf(weight);
      const variable = { name: `${name}_${index}`, shape: weight.shape as number[], place, kind };
      variables.push(variable);
      return variable;
    };
    return { layer, forward: named(layer, () => forwardOf(layer, use, add)) };
  });
  const inputShape = model.inputs[0]!.shape.slice(1).map((size) => size ?? 1);
  const kind = outputKind(model);
  const forward: Network['forward'] = (pass, input) => {
    const start = pass.ops.reshape(input, [input.shape[0]!, ...inputShape]);
    return forwards.reduce((value, { layer, forward }) => named(layer, () => forward(pass, value)), start);
  };
  const classify: Network['classify'] = (pass, input) =>
    classProbabilities(pass.ops, forward(pass, input), kind);
  return { variables, inputShape, forward, classify };
}

/** All layers in order. A nested `tf.Sequential` is replaced by its own layers. */
export function flatLayers(all: readonly Layer[]): Layer[] {
  return all.flatMap((layer) => {
    if (layer.getClassName() === 'Sequential') return flatLayers((layer as unknown as Sequential).layers);
    return [layer];
  });
}

function named<Result>({ name }: Layer, attempt: () => Result): Result {
  try {
    return attempt();
  } catch (cause) {
    if (cause instanceof Obstacle) throw new LayerObstacle(name, cause.message, { cause });
    throw cause;
  }
}
