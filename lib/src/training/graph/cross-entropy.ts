import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';

/** What the loss of a batch is made from. */
export interface Targets {
  /** Class of each row, `int32`. */
  readonly labels: Value;
  /** Class of the image mixed into each row, with the part of the first, N × 1; only where rows are mixed. */
  readonly partners?: { readonly labels: Value; readonly part: Value };
  readonly labelSmoothing: number;
}

/** Loss of each row, and the gradient of its logits. */
export interface RowLosses {
  readonly losses: Value;
  readonly logitsGradient: Value;
}

/** Softmax and cross-entropy in one operation, which gives the gradient as well. */
export function crossEntropy(ops: Operations, logits: Value, targets: Targets): RowLosses {
  const { labels, partners, labelSmoothing } = targets;
  const isSparse = labelSmoothing === 0 && partners === undefined;
  const operation = isSparse ? 'SparseSoftmaxCrossEntropyWithLogits' : 'SoftmaxCrossEntropyWithLogits';
  const [rows, classCount] = logits.shape as [number, number];
  const wanted = isSparse ? labels : targetProbabilities(ops, targets, classCount);
  const attributes = {
    T: { type: 'float' as const },
    ...(isSparse ? { Tlabels: { type: 'int32' as const } } : {}),
  };
  const [losses, logitsGradient] = ops.scope.nodeWithOutputs(operation, [logits, wanted], attributes, [
    { name: 'loss', type: 'float', shape: [rows] },
    { name: 'backprop', type: 'float', shape: logits.shape },
  ]);
  return { losses: losses!, logitsGradient: logitsGradient! };
}

function targetProbabilities(
  ops: Operations,
  { labels, partners, labelSmoothing }: Targets,
  classCount: number,
): Value {
  const off = labelSmoothing / classCount;
  const rows = (of: Value) => ops.oneHot(of, classCount, 1 - labelSmoothing + off, off);
  if (!partners) return rows(labels);
  const other = rows(partners.labels);
  return ops.add(other, ops.multiply(ops.subtract(rows(labels), other), partners.part));
}
