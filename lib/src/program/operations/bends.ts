import { type Call, defineOperation, oneNode, oneOperator, type Primitive } from '../operation.js';
import type { Value } from '../value.js';

/** Whether TensorFlow's gradient operation takes the input or the output of the activation function. */
type Seen = 'input' | 'output';

/**
 * An activation function for which TensorFlow has a gradient operation, which needs only one pass over the
 * values.
 */
const bend = (node: string, outputName: string, seen: Seen, onnx: Primitive['onnx']) =>
  defineOperation({
    isMonotone: true,
    result: ([input]) => ({ type: input!.type, shape: input!.shape }),
    gradient: ({ ops, gradient, inputs: [input], output }: Call) => [
      () => ops.bendGradient(`${node}Grad`, gradient, seen === 'input' ? input! : output),
    ],
    tensorflow: oneNode(node, outputName),
    ...(onnx && { onnx }),
  });

/** The activation functions that TensorFlow has, called bends here, and their gradients. */
export const bends = {
  relu: bend('Relu', 'activations', 'output', oneOperator('Relu')),
  relu6: bend('Relu6', 'activations', 'output', (graph, [input]) => graph.add('Clip', [input!, 0, 6])),
  elu: bend('Elu', 'activations', 'output', oneOperator('Elu')),
  selu: bend(
    'Selu',
    'activations',
    'output',
    oneOperator('Selu', { alpha: 1.6732632423543772, gamma: 1.0507009873554805 }),
  ),
  sigmoid: bend('Sigmoid', 'y', 'output', oneOperator('Sigmoid')),
  tanh: bend('Tanh', 'y', 'output', oneOperator('Tanh')),
  softplus: bend('Softplus', 'activations', 'input', oneOperator('Softplus')),
  softsign: bend('Softsign', 'activations', 'input', oneOperator('Softsign')),

  /**
   * The gradient of an activation function, by TensorFlow's operation `node`. Its inputs are the gradient of
   * the output, and the function's input or output.
   */
  bendGradient: defineOperation<{ readonly node: string }>({
    result: ([gradient]) => ({ type: gradient!.type, shape: gradient!.shape }),
    tensorflow(writer, [gradient, seen], { node }, result) {
      const isOutputFirst = node === 'SigmoidGrad' || node === 'TanhGrad';
      const inputs: readonly Value[] = isOutputFirst ? [seen!, gradient!] : [gradient!, seen!];
      const output = isOutputFirst ? 'z' : 'backprops';
      return writer.single(node, inputs, { T: { type: result.type } }, result, output);
    },
  }),
};
