import { defineOperation, oneNode } from '../operation.js';
import type { NodeWriter } from '../tensorflow/node.js';
import type { Value } from '../value.js';

/** Softmax, and the cross-entropy loss of its result. */
export const probabilities = {
  softmax: defineOperation({
    result: ([input]) => ({ type: input!.type, shape: input!.shape }),
    gradient: ({ ops, gradient, output }) => [
      () => {
        const product = ops.multiply(gradient, output);
        const total = ops.sum(product, [output.shape.length - 1], { keepDimensions: true });
        return ops.subtract(product, ops.multiply(output, total));
      },
    ],
    tensorflow: oneNode('Softmax', 'softmax'),
    onnx: (graph, [input]) => graph.add('Softmax', [input!], { axis: { integer: -1 } }),
  }),

  /**
   * Cross-entropy between the softmax of logits, N × classes, and targets: classes, N, or probabilities, N × classes.
   * TensorFlow computes the gradient in the same pass.
   */
  crossEntropy: defineOperation({
    result: ([logits]) => ({ type: logits!.type, shape: [logits!.shape[0]!] }),
    gradient: ({ ops, gradient, inputs: [logits, targets] }) => [
      () => {
        // A uniform gradient may be a single value.
        const column = gradient.shape.length === 0 ? gradient : ops.reshape(gradient, [logits!.shape[0]!, 1]);
        return ops.multiply(ops.crossEntropyGradient(logits!, targets!), column);
      },
    ],
    tensorflow: (writer, inputs) => lossNode(writer, inputs)[0]!,
  }),
  crossEntropyGradient: defineOperation({
    result: ([logits]) => ({ type: logits!.type, shape: logits!.shape }),
    tensorflow: (writer, inputs) => lossNode(writer, inputs)[1]!,
  }),
};

function lossNode(writer: NodeWriter, [logits, targets]: readonly Value[]): Value[] {
  const isSparse = targets!.type === 'int32';
  const node = isSparse ? 'SparseSoftmaxCrossEntropyWithLogits' : 'SoftmaxCrossEntropyWithLogits';
  const attributes = {
    T: { type: logits!.type },
    ...(isSparse ? { Tlabels: { type: 'int32' as const } } : {}),
  };
  const { type, shape } = logits!;
  return writer.pure(node, [logits!, targets!], attributes, [
    { name: 'loss', type, shape: [shape[0]!] },
    { name: 'backprop', type, shape },
  ]);
}
