import { type Attribute, onnxMessage } from './onnx-message.js';

/** A value of the graph, by its name. */
export type Value = string;

/** Collects the operators and constants of a graph. Every value gets a unique name. */
export class OnnxGraph {
  readonly nodes: Buffer[] = [];
  readonly constants: Buffer[] = [];
  private readonly transpositions = new Map<
    Value,
    { readonly of: Value; readonly axes: readonly number[] }
  >();
  private readonly added = new Set<Value>();
  private readonly names = new Map<string, number>();

  /** Applies an ONNX operator. Numbers among its inputs become constants. */
  add(
    operator: string,
    inputs: readonly (Value | number)[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output = this.name(operator),
  ): Value {
    const values = inputs.map((input) => (typeof input === 'number' ? this.scalar(input) : input));
    for (const value of values) this.addTransposition(value);
    this.nodes.push(onnxMessage.node(operator, values, output, attributes));
    return output;
  }

  /**
   * A value with its axes permuted. The operator is added only if something uses it. Two inverse permutations
   * cancel out.
   */
  transpose(of: Value, axes: readonly number[]): Value {
    const before = this.transpositions.get(of);
    if (before && axes.every((axis, index) => before.axes[axis] === index)) return before.of;
    const name = this.name('Transpose');
    this.transpositions.set(name, { of, axes });
    return name;
  }

  tensor(name: string, numbers: Float32Array, shape: readonly number[]): Value {
    const unique = this.name(name);
    this.constants.push(onnxMessage.tensor(unique, numbers, shape));
    return unique;
  }

  /** A list of integers, for operators that take a shape or axes. */
  list(name: string, numbers: readonly number[]): Value {
    const unique = this.name(name);
    this.constants.push(onnxMessage.tensor(unique, BigInt64Array.from(numbers, BigInt), [numbers.length]));
    return unique;
  }

  private addTransposition(value: Value): void {
    const transposition = this.transpositions.get(value);
    if (!transposition || this.added.has(value)) return;
    this.added.add(value);
    this.add('Transpose', [transposition.of], { perm: { integers: transposition.axes } }, value);
  }

  private scalar(number: number): Value {
    return this.tensor('number', Float32Array.of(number), []);
  }

  private name(kind: string): string {
    const count = (this.names.get(kind) ?? 0) + 1;
    this.names.set(kind, count);
    return `${kind}_${count}`;
  }
}
