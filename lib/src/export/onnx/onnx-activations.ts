import type { ActivationName } from '../runtime/network.js';
import type { OnnxGraph, Value } from './onnx-graph.js';

type Activate = (graph: OnnxGraph, input: Value, slope: number) => Value;

const operator =
  (name: string, attributes: Readonly<Record<string, number>> = {}): Activate =>
  (graph, input) =>
    graph.add(
      name,
      [input],
      Object.fromEntries(Object.entries(attributes).map(([key, float]) => [key, { float }])),
    );

/** Activations in operators of ONNX, each as TensorFlow defines it. */
export const onnxActivations: Readonly<Record<ActivationName, Activate>> = {
  elu: operator('Elu'),
  gelu(graph, input) {
    const below = graph.add('Erf', [graph.add('Mul', [input, Math.SQRT1_2])]);
    return graph.add('Mul', [graph.add('Mul', [input, 0.5]), graph.add('Add', [below, 1])]);
  },
  gelu_new(graph, input) {
    const cube = graph.add('Mul', [graph.add('Mul', [input, input]), input]);
    const sum = graph.add('Add', [input, graph.add('Mul', [cube, 0.044715])]);
    const bend = graph.add('Tanh', [graph.add('Mul', [sum, Math.sqrt(2 / Math.PI)])]);
    return graph.add('Mul', [graph.add('Mul', [input, 0.5]), graph.add('Add', [bend, 1])]);
  },
  hardSigmoid: operator('HardSigmoid', { alpha: 0.2, beta: 0.5 }),
  leakyRelu: (graph, input, slope) => graph.add('LeakyRelu', [input], { alpha: { float: slope } }),
  mish: (graph, input) => graph.add('Mul', [input, graph.add('Tanh', [graph.add('Softplus', [input])])]),
  relu: operator('Relu'),
  relu6: (graph, input) => graph.add('Clip', [input, 0, 6]),
  selu: operator('Selu', { alpha: 1.6732632423543772, gamma: 1.0507009873554805 }),
  sigmoid: operator('Sigmoid'),
  softmax: (graph, input) => graph.add('Softmax', [input], { axis: { integer: 1 } }),
  softplus: operator('Softplus'),
  softsign: operator('Softsign'),
  swish: (graph, input) => graph.add('Mul', [input, graph.add('Sigmoid', [input])]),
  tanh: operator('Tanh'),
};
