import type { Sequential } from '@tensorflow/tfjs-node';
import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';

type Layer = Sequential['layers'][number];

/**
 * The meaning of a network's outputs.
 *
 * - `'probabilities'`: one per class, as from a softmax.
 * - `'logits'`: one per class, the input of a softmax. A single one belongs to the second of two classes.
 * - `'sigmoid'`: one independent probability per class. A single one belongs to the second of two classes.
 */
export type OutputKind = 'probabilities' | 'logits' | 'sigmoid';

/** Layers without an effect on predictions. */
export const onlyInTraining: ReadonlySet<string> = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
]);

/** Layers after which probabilities are still probabilities. */
const transparent = new Set([...onlyInTraining, 'Flatten', 'Reshape', 'GlobalAveragePooling2D']);

/** Layers of tfjs without an activation, whose outputs are unbounded. */
const unbounded =
  /^(Add|Average|AveragePooling|BatchNormalization|Concatenate|Conv|Dense|DepthwiseConv|Dot|ELU|Embedding|LayerNormalization|LeakyReLU|Max|Minimum|Multiply|PReLU|ReLU|Rescaling|SeparableConv|ThresholdedReLU)/;

/**
 * The kind of a model's outputs, judged by its last layers. Custom layers are assumed to return
 * probabilities.
 */
export function outputKind(model: Sequential): OutputKind {
  const last = lastLayer(model)?.layer;
  const className = last?.getClassName();
  if (className === undefined || className === 'Softmax') return 'probabilities';
  const { activation } = last!.getConfig() as { activation?: unknown };
  if (activation === 'softmax') return 'probabilities';
  if (activation === 'sigmoid') return 'sigmoid';
  return typeof activation === 'string' || unbounded.test(className) ? 'logits' : 'probabilities';
}

/** The last layer that computes values, also in a nested model, and whether averaging follows it. */
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

/** Number of classes: a single output that is not a softmax is the second of two classes. */
export function classCountOf(model: Sequential): number {
  const outputs = (model.outputs[0]?.shape.slice(1) ?? []).reduce<number>(
    (total, size) => total * (size ?? 1),
    1,
  );
  return outputs === 1 && outputKind(model) !== 'probabilities' ? 2 : outputs;
}

/** Converts a network's outputs to the probability of each class, N × classes. */
export function classProbabilities(ops: Operations, output: Value, kind: OutputKind): Value {
  if (kind === 'probabilities') return output;
  const scores = ops.reshape(output, [output.shape[0]!, output.shape.slice(1).reduce((a, b) => a * b, 1)]);
  const logits = kind === 'logits' ? scores : logitsOfSigmoid(ops, scores);
  // With a score of 0 for the first class, the softmax of both equals the sigmoid of the second.
  const both = logits.shape[1] === 1 ? ops.pad(logits, [0, 1], [0, 0]) : logits;
  return ops.softmax(both);
}

function logitsOfSigmoid(ops: Operations, probabilities: Value): Value {
  const { source } = probabilities;
  if (source?.operation === 'sigmoid') return source.inputs[0]!;
  const likely = ops.minimum(ops.maximum(probabilities, leastProbability), greatestProbability);
  return ops.subtract(ops.log(likely), ops.log(ops.subtract(1, likely)));
}

/** Within these limits, 32-bit odds are finite and above 0. */
export const [leastProbability, greatestProbability] = [1e-37, 1 - 2 ** -24];
