import type { Primitive } from '../operation.js';
import { operations } from '../operation-table.js';
import { inOrder } from '../recorder.js';
import { sizeOf, type Value } from '../value.js';
import type { OnnxGraph } from './onnx-graph.js';

/** Names of the operations' constants, for readers of the file. All others are called `number`. */
const names: Readonly<Record<string, string>> = {
  matMul: 'weights',
  conv2d: 'weights',
  depthwiseConv2d: 'weights',
  addBias: 'biases',
};

/** Whether an operation can be expressed in ONNX. */
export const hasOnnxForm = (operation: string): boolean =>
  (operations[operation] as Primitive).onnx !== undefined;

/**
 * Adds a program to an ONNX graph and returns the name of its result. `known` contains values that the graph
 * already has.
 */
export function addOnnxNodes(graph: OnnxGraph, known: ReadonlyMap<Value, string>, result: Value): string {
  const values = new Map(known);
  const added = (value: Value, user: string): string => {
    let name = values.get(value);
    if (name === undefined) {
      const numbers = Float32Array.from(value.constant!);
      name = graph.tensor(names[user] ?? 'number', numbers, sizeOf(value.shape) === 1 ? [] : value.shape);
      values.set(value, name);
    }
    return name;
  };
  for (const value of inOrder(result)) {
    if (!value.source || values.has(value)) continue;
    const { operation, inputs, attributes } = value.source;
    const shapes = inputs.map(({ shape }) => shape);
    const inputNames = inputs.map((input) => added(input, operation));
    values.set(value, (operations[operation] as Primitive).onnx!(graph, inputNames, attributes, shapes));
  }
  return values.get(result)!;
}
