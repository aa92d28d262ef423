import type { Value } from '../value.js';
import type { Graph, Scope } from './graph.js';
import type { Attribute, Output } from './node.js';
import { TensorflowOperations } from './tensorflow-operations.js';

/** A counting loop: `body` runs for each number from 0 while it is below `count` and `goOn` is true. */
export interface Loop {
  readonly name: string;
  readonly count: Value;
  /** Values that change in each iteration. */
  readonly carried: readonly Value[];
  /** Values that are the same in every iteration. */
  readonly fixed: Readonly<Record<string, Value>>;
  /** @returns the new carried values. */
  body(
    ops: TensorflowOperations,
    turn: Value,
    carried: readonly Value[],
    fixed: Readonly<Record<string, Value>>,
  ): readonly Value[];
  goOn(ops: TensorflowOperations, carried: readonly Value[]): Value;
}

/** Adds a loop to a scope. @returns the number of iterations, then the carried values. */
export function addLoop(graph: Graph, scope: Scope, loop: Loop): Value[] {
  const ops = new TensorflowOperations(scope);
  const fixedNames = Object.keys(loop.fixed);
  const values = [ops.constant(0, 'int32'), loop.count, ...loop.carried, ...Object.values(loop.fixed)];
  const inputs: Output[] = values.map(({ type, shape }, index) => ({ name: `value_${index}`, type, shape }));
  const end = 2 + loop.carried.length;
  const named = (all: readonly Value[]) =>
    Object.fromEntries(fixedNames.map((name, index) => [name, all[end + index]!]));

  graph.defineFunction(`${loop.name}_condition`, inputs, (inner, all) => {
    const condition = new TensorflowOperations(inner);
    return [condition.and(condition.less(all[0]!, all[1]!), loop.goOn(condition, all.slice(2, end)))];
  });
  graph.defineFunction(`${loop.name}_body`, inputs, (inner, all) => {
    const body = new TensorflowOperations(inner);
    const carried = loop.body(body, all[0]!, all.slice(2, end), named(all));
    return [body.add(all[0]!, 1), all[1]!, ...carried, ...all.slice(end)];
  });
  const attributes: Record<string, Attribute> = {
    T: { types: values.map(({ type }) => type) },
    cond: { call: `${loop.name}_condition` },
    body: { call: `${loop.name}_body` },
    output_shapes: { shapes: values.map(({ shape }) => shape) },
    parallel_iterations: 10,
    // In the main graph, lower the loop to nodes, which avoids a function call per iteration. In functions, keep
    // the loop intact, because XLA needs it.
    _lower_using_switch_merge: scope === graph,
  };
  const outputs = values.map(({ type, shape }) => ({ name: 'output', type, shape }));
  const results = scope.nodeWithOutputs('While', values, attributes, outputs, loop.name);
  return [results[0]!, ...results.slice(2, end)];
}
