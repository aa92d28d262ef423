/** TensorFlow's number for each element type used here (`types.proto`). */
export const elementTypes = {
  float: 1,
  int32: 3,
  uint8: 4,
  bool: 10,
  resource: 20,
  uint32: 22,
} as const;

export type ElementType = keyof typeof elementTypes;

/** One output of a node; `shape` is known while the graph is built, except for the batch of an evaluation (-1). */
export interface Value {
  /** How other nodes name it as their input. */
  readonly reference: string;
  /** Name of the node it comes from. */
  readonly node: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A value of a node's attribute. A bare number is an integer. */
export type Attribute =
  | number
  | boolean
  | { readonly bytes: string }
  | { readonly integers: readonly number[] }
  | { readonly type: ElementType }
  | { readonly types: readonly ElementType[] }
  | { readonly shape: readonly number[] }
  | { readonly shapes: readonly (readonly number[])[] }
  | { readonly call: string }
  | { readonly tensor: Float32Array | Int32Array | Uint32Array; readonly shape: readonly number[] };

export interface Node {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What a node gives: the operation's own name for the output (functions refer to it), its type and shape. */
export interface Output {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** Nodes under construction: the graph itself, or the body of a function in it. */
export class Scope {
  readonly nodes: Node[] = [];
  private readonly names = new Map<string, number>();
  private controls: readonly string[] = [];

  constructor(private readonly isFunction: boolean) {}

  /** Adds a node with any number of outputs. */
  nodeWithOutputs(
    operation: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly Output[],
    wantedName = operation,
  ): Value[] {
    const name = this.uniqueName(wantedName);
    // Constants wait for nothing, so that nodes before and after can share them.
    const controls = operation === 'Const' ? [] : this.controls.map((node) => `^${node}`);
    const references = [...inputs.map(({ reference }) => reference), ...controls];
    this.nodes.push({ name, operation, inputs: references, attributes });
    // A function names outputs by the operation's argument and the place in it, a graph by the place alone.
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
    attributes: Readonly<Record<string, Attribute>>,
    output: Output,
    wantedName = operation,
  ): Value {
    return this.nodeWithOutputs(operation, inputs, attributes, [output], wantedName)[0]!;
  }

  /** Adds a node that is run for its effect; others can only wait for it. @returns its name. */
  effect(
    operation: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
  ): string {
    this.nodeWithOutputs(operation, inputs, attributes, []);
    return this.nodes.at(-1)!.name;
  }

  /** Nodes that `build` adds run after all of the named nodes. */
  after<Result>(nodes: readonly string[], build: () => Result): Result {
    const before = this.controls;
    this.controls = [...before, ...nodes];
    try {
      return build();
    } finally {
      this.controls = before;
    }
  }

  private uniqueName(wanted: string): string {
    const used = this.names.get(wanted) ?? 0;
    this.names.set(wanted, used + 1);
    return used === 0 ? wanted : `${wanted}_${used}`;
  }
}

/** A function's body with its arguments and results; called by name from nodes. */
export interface GraphFunction {
  readonly name: string;
  readonly inputs: readonly Output[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  /** Compiled by XLA as a whole; TensorFlow fails if it cannot. */
  readonly compiled: boolean;
}

/** A graph under construction. */
export class Graph extends Scope {
  readonly functions: GraphFunction[] = [];

  constructor() {
    super(false);
  }

  /** Adds a function. `build` gets the body's scope and one value for each argument, and gives the results. */
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
    this.functions.push({ name, inputs, outputs, nodes: scope.nodes, compiled });
  }
}
