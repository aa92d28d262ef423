import type { Sequential } from '@tensorflow/tfjs-node';
import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';

type Layer = Sequential['layers'][number];

/**
 * What the numbers are that a network ends in.
 *
 * - `'probabilities'`: one for each class, as a softmax gives them.
 * - `'logits'`: one for each class, which a softmax makes probabilities of; a single one belongs to the second of two.
 * - `'sigmoid'`: one for each class, each a probability of its own; a single one belongs to the second of two.
 */
export type OutputKind = 'probabilities' | 'logits' | 'sigmoid';

/** Layers that do nothing when a model predicts. */
export const onlyInTraining: ReadonlySet<string> = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
]);

/** Layers behind which probabilities are still probabilities. */
const transparent = new Set([...onlyInTraining, 'Flatten', 'Reshape', 'GlobalAveragePooling2D']);

/** Layers of tfjs without an activation of their own, behind which numbers can be anything. */
const unbounded =
  /^(Add|Average|AveragePooling|BatchNormalization|Concatenate|Conv|Dense|DepthwiseConv|Dot|ELU|Embedding|LayerNormalization|LeakyReLU|Max|Minimum|Multiply|PReLU|ReLU|Rescaling|SeparableConv|ThresholdedReLU)/;

/** What the outputs of a model are, by its last layers. A layer that tfjs does not have is trusted to give probabilities. */
export function outputKind(model: Sequential): OutputKind {
  const last = lastLayer(model)?.layer;
  const className = last?.getClassName();
  if (className === undefined || className === 'Softmax') return 'probabilities';
  const { activation } = last!.getConfig() as { activation?: unknown };
  if (activation === 'softmax') return 'probabilities';
  if (activation === 'sigmoid') return 'sigmoid';
  return typeof activation === 'string' || unbounded.test(className) ? 'logits' : 'probabilities';
}

/** The last layer that makes numbers, also where it is part of a model in the model, and whether they are averaged then. */
export function lastLayer(container: {
  readonly layers: readonly Layer[];
}): { readonly layer: Layer; readonly isAveraged: boolean } | undefined {
  let isAveraged = false;
  for (const layer of container.layers.toReversed()) {
    if (layer.getClassName() === 'Activation' && layer.getConfig().activation === 'linear') continue;
    isAveraged ||= layer.getClassName() === 'GlobalAveragePooling2D';
    if (transparent.has(layer.getClassName())) continue;
    if (!('layers' in layer)) return { layer, isAveraged };
    const inner = lastLayer(layer as unknown as Sequential);
    return inner && { ...inner, isAveraged: isAveraged || inner.isAveraged };
  }
  return undefined;
}

/** Classes that a model tells apart: a single output that is no softmax is the second of two. */
export function classCountOf(model: Sequential): number {
  const outputs = (model.outputs[0]?.shape.slice(1) ?? []).reduce<number>(
    (total, size) => total * (size ?? 1),
    1,
  );
  return outputs === 1 && outputKind(model) !== 'probabilities' ? 2 : outputs;
}

/** The probability of each class, N × classes, of what a network ends in. */
export function classProbabilities(ops: Operations, output: Value, kind: OutputKind): Value {
  if (kind === 'probabilities') return output;
  const scores = ops.reshape(output, [output.shape[0]!, output.shape.slice(1).reduce((a, b) => a * b, 1)]);
  const logits = kind === 'logits' ? scores : logitsOfSigmoid(ops, scores);
  // A score of 0 for the first class: then the softmax of both is the sigmoid of the second's.
  const both = logits.shape[1] === 1 ? ops.pad(logits, [0, 1], [0, 0]) : logits;
  return ops.softmax(both);
}

function logitsOfSigmoid(ops: Operations, probabilities: Value): Value {
  const { source } = probabilities;
  if (source?.operation === 'sigmoid') return source.inputs[0]!;
  const likely = ops.minimum(ops.maximum(probabilities, leastProbability), greatestProbability);
  return ops.subtract(ops.log(likely), ops.log(ops.subtract(1, likely)));
}

/** Between these, odds of 32 bits are finite and above 0. */
export const [leastProbability, greatestProbability] = [1e-37, 1 - 2 ** -24];
