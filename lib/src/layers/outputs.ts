import type { Sequential } from '@tensorflow/tfjs-node';
import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';
import { operationsOf } from './forward-of.js';

type Layer = Sequential['layers'][number];

/**
 * The meaning of a network's outputs.
 *
 * - `'probabilities'`: one per class, as from a softmax.
 * - `'logits'`: one per class, the input of a softmax. A single one belongs to the second of two classes.
 * - `'sigmoid'`: one independent probability per class. A single one belongs to the second of two classes.
 */
export type OutputKind = 'probabilities' | 'logits' | 'sigmoid';

const kinds: Readonly<Record<string, OutputKind>> = { softmax: 'probabilities', sigmoid: 'sigmoid' };

/** The kind of a model's outputs, judged by its last layer that computes values. */
export function outputKind(model: Sequential): OutputKind {
  return lastLayer(model)?.kind ?? 'probabilities';
}

/**
 * Describes the output of a model: the last layer that computes values, also in a nested model, the kind of
 * its outputs, and whether averaging follows it.
 */
export function lastLayer(container: {
  readonly layers: readonly Layer[];
}): { readonly layer: Layer; readonly kind: OutputKind; readonly isAveraged: boolean } | undefined {
  let isAveraged = false;
  for (const layer of container.layers.toReversed()) {
    if ('layers' in layer) {
      const inner = lastLayer(layer as unknown as Sequential);
      return inner && { ...inner, isAveraged: isAveraged || inner.isAveraged };
    }
    // Ignore reshapes and means: averages of probabilities are probabilities.
    const operations = operationsOf(layer)?.filter((operation) => operation !== 'reshape');
    const last = operations?.find((operation) => operation !== 'mean');
    if (operations && last === undefined) isAveraged ||= operations.length > 0;
    else return { layer, kind: last ? (kinds[last] ?? 'logits') : kindByActivation(layer), isAveraged };
  }
  return undefined;
}

/**
 * The kind of outputs of a layer without a forward pass, by its activation. Without an activation, a layer that
 * merges several inputs is assumed to return logits, and any other layer probabilities.
 */
function kindByActivation(layer: Layer): OutputKind {
  const { activation } = layer.getConfig() as { activation?: unknown };
  if (typeof activation === 'string') return kinds[activation] ?? 'logits';
  return Array.isArray(layer.getInputAt(0)) ? 'logits' : 'probabilities';
}

/** Number of classes. A single output counts as two classes, unless its kind is `'probabilities'`. */
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
