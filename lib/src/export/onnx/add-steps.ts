import type { Step } from '../fold-affine.js';
import { onnxActivations } from './onnx-activations.js';
import type { OnnxGraph, Value } from './onnx-graph.js';

/** Adds the steps of a network to a graph. @param input N × the numbers of the first step. @returns N × outputs. */
export function addSteps(graph: OnnxGraph, steps: readonly Step[], input: Value): Value {
  return steps.reduce((value, step) => addStep(graph, step, value), input);
}

function addStep(graph: OnnxGraph, step: Step, input: Value): Value {
  if (step.kind === 'activation') return onnxActivations[step.name](graph, input, step.slope ?? 1);
  if (step.kind === 'standardize') return addStandardize(graph, step, input);
  if (step.kind === 'dense') {
    const units = step.biases.length;
    const weights = graph.tensor('weights', step.weights, [step.weights.length / units, units]);
    return graph.add('Gemm', [input, weights, graph.tensor('biases', step.biases, [units])]);
  }
  const factors = graph.tensor('factors', step.factors, [step.factors.length]);
  const shifts = graph.tensor('shifts', step.shifts, [step.shifts.length]);
  return graph.add('Add', [graph.add('Mul', [input, factors]), shifts]);
}

/** In rows of the numbers that stand together; a 0 in a shape keeps the number of images. */
function addStandardize(
  graph: OnnxGraph,
  { size, epsilon }: Extract<Step, { kind: 'standardize' }>,
  input: Value,
): Value {
  const rows = graph.add('Reshape', [input, graph.list('shape', [0, -1, size])]);
  // The operator wants factors; those of the layer are a step of their own.
  const ones = graph.tensor('factors', new Float32Array(size).fill(1), [size]);
  const attributes = { axis: { integer: -1 }, epsilon: { float: epsilon } };
  return graph.add('Flatten', [graph.add('LayerNormalization', [rows, ones], attributes)], {
    axis: { integer: 1 },
  });
}
