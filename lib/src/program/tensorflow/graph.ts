import type { ElementType, Numbers, Result, Value } from '../value.js';
import type { Node, NodeAttributes, NodeWriter, Output } from './node.js';

/** Nodes under construction: the graph itself, or the body of a function in it. */
export class Scope implements NodeWriter {
  private readonly all: Node[] = [];
  private readonly names = new Map<string, number>();
  /** Outputs of nodes without side effects, by their operation, inputs and attributes. */
  private readonly known = new Map<string, Value[]>();
  /** Names of nodes without side effects. They are kept only if another node or a result uses them. */
  private readonly idle = new Set<string>();
  private controls: readonly string[] = [];

  constructor(private readonly isFunction: boolean) {}

  nodeWithOutputs(
    operation: string,
    inputs: readonly Value[],
    attributes: NodeAttributes,
    outputs: readonly Output[],
    wantedName = operation,
  ): Value[] {
    const name = this.uniqueName(wantedName);
    this.all.push({ name, operation, inputs: this.references(operation, inputs), attributes });
    // In a function, an output is referred to by its name and its index among the outputs of this name. In a
    // graph, the index alone suffices.
    const places = new Map<string, number>();
    return outputs.map(({ name: argument, type, shape }, index) => {
      const place = places.get(argument) ?? 0;
      places.set(argument, place + 1);
      const reference = this.isFunction ? `${name}:${argument}:${place}` : `${name}:${index}`;
      return { reference, node: name, type, shape };
    });
  }

  /** Adds a node with one output. */
  node(
    operation: string,
    inputs: readonly Value[],
    attributes: NodeAttributes,
    output: Output,
    wantedName = operation,
  ): Value {
    return this.nodeWithOutputs(operation, inputs, attributes, [output], wantedName)[0]!;
  }

  /** Adds a node with a side effect and no outputs, for which other nodes can only wait. @returns its name. */
  effect(operation: string, inputs: readonly Value[], attributes: NodeAttributes): string {
    this.nodeWithOutputs(operation, inputs, attributes, []);
    return this.all.at(-1)!.name;
  }

  pure(
    operation: string,
    inputs: readonly Value[],
    attributes: NodeAttributes,
    outputs: readonly Output[],
  ): Value[] {
    const key = JSON.stringify([operation, this.references(operation, inputs), attributes], writeNumbers);
    let values = this.known.get(key);
    if (!values) {
      values = this.nodeWithOutputs(operation, inputs, attributes, outputs);
      this.known.set(key, values);
      this.idle.add(values[0]!.node);
    }
    return values;
  }

  single(
    operation: string,
    inputs: readonly Value[],
    attributes: NodeAttributes,
    { type, shape }: Result,
    name = 'output',
  ): Value {
    return this.pure(operation, inputs, attributes, [{ name, type, shape }])[0]!;
  }

  constant(numbers: Numbers, type: ElementType, shape: readonly number[]): Value {
    const tensor = numbers instanceof Float64Array ? Float32Array.from(numbers) : numbers;
    const attributes = { dtype: { type }, value: { tensor, shape } };
    return this.single('Const', [], attributes, { type, shape });
  }

  /** The nodes with side effects, and those that they or the results depend on. */
  neededNodes(results: readonly Value[]): Node[] {
    const byName = new Map(this.all.map((node) => [node.name, node]));
    const needed = new Set<string>();
    const visit = (name: string): void => {
      const node = byName.get(name);
      if (!node || needed.has(name)) return;
      needed.add(name);
      for (const input of node.inputs) visit(input.replace('^', '').split(':')[0]!);
    };
    for (const { name } of this.all) if (!this.idle.has(name)) visit(name);
    for (const { node } of results) visit(node);
    return this.all.filter(({ name }) => needed.has(name));
  }

  /** Runs `build`. The nodes that it adds, except constants, depend on all of the given nodes. */
  after<Result>(nodes: readonly string[], build: () => Result): Result {
    const before = this.controls;
    this.controls = [...before, ...nodes];
    try {
      return build();
    } finally {
      this.controls = before;
    }
  }

  private references(operation: string, inputs: readonly Value[]): string[] {
    // Constants have no dependencies, so that they can be shared.
    const controls = operation === 'Const' ? [] : this.controls.map((node) => `^${node}`);
    return [...inputs.map(({ reference }) => reference), ...controls];
  }

  private uniqueName(wanted: string): string {
    const used = this.names.get(wanted) ?? 0;
    this.names.set(wanted, used + 1);
    return used === 0 ? wanted : `${wanted}_${used}`;
  }
}

/**
 * Writes an array into a node's key. Long arrays rarely occur twice, so they get a random key, and their nodes
 * are never shared.
 */
function writeNumbers(_: string, value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value;
  const numbers = value as Float32Array;
  return numbers.length <= 16 ? [...numbers].map(String) : Math.random();
}

/** A function's body with its arguments and results. Nodes call it by name. */
export interface GraphFunction {
  readonly name: string;
  readonly inputs: readonly Output[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  /** Whether XLA compiles the function as a whole. TensorFlow fails if that is impossible. */
  readonly compiled: boolean;
}

/** A graph under construction. */
export class Graph extends Scope {
  readonly functions: GraphFunction[] = [];

  constructor() {
    super(false);
  }

  /** The graph's own nodes, without unused ones. */
  get nodes(): Node[] {
    return this.neededNodes([]);
  }

  /**
   * Adds a function. `build` receives the body's scope and one value per argument, and returns the results.
   */
  defineFunction(
    name: string,
    inputs: readonly Output[],
    build: (scope: Scope, inputs: readonly Value[]) => readonly Value[],
    compiled = false,
  ): void {
    const scope = new Scope(true);
    const values = inputs.map(({ name: argument, type, shape }) => ({
      reference: argument,
      node: argument,
      type,
      shape,
    }));
    const outputs = build(scope, values);
    this.functions.push({ name, inputs, outputs, nodes: scope.neededNodes(outputs), compiled });
  }
}
