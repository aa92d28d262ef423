import type { Attribute, ElementType, Scope, Value } from './graph.js';

/** A value of the graph, or a number that becomes a constant of the other operand's type. */
export type Operand = Value | number;

/** TensorFlow's operations as functions of values, with their types and shapes worked out. */
export class Operations {
  private readonly constants = new Map<string, Value>();

  constructor(readonly scope: Scope) {}

  // Elementwise, with broadcasting.
  add = (a: Operand, b: Operand) => this.binary('AddV2', a, b);
  subtract = (a: Operand, b: Operand) => this.binary('Sub', a, b);
  multiply = (a: Operand, b: Operand) => this.binary('Mul', a, b);
  divide = (a: Operand, b: Operand) => this.binary('RealDiv', a, b);
  floorDivide = (a: Operand, b: Operand) => this.binary('FloorDiv', a, b);
  minimum = (a: Operand, b: Operand) => this.binary('Minimum', a, b);
  maximum = (a: Operand, b: Operand) => this.binary('Maximum', a, b);
  bitwiseXor = (a: Operand, b: Operand) => this.binary('BitwiseXor', a, b);
  shiftRight = (a: Operand, b: Operand) => this.binary('RightShift', a, b);
  less = (a: Operand, b: Operand) => this.binary('Less', a, b, 'bool');
  greater = (a: Operand, b: Operand) => this.binary('Greater', a, b, 'bool');
  equal = (a: Operand, b: Operand) => this.binary('Equal', a, b, 'bool', { incompatible_shape_error: true });
  and = (a: Value, b: Value) => this.scope.node('LogicalAnd', [a, b], {}, { ...a, name: 'z' });
  exp = (a: Value) => this.unary('Exp', a);
  log = (a: Value) => this.unary('Log', a);
  cos = (a: Value) => this.unary('Cos', a);
  sin = (a: Value) => this.unary('Sin', a);
  floor = (a: Value) => this.unary('Floor', a);
  negate = (a: Value) => this.unary('Neg', a);
  sign = (a: Value) => this.unary('Sign', a);
  erf = (a: Value) => this.unary('Erf', a);
  tanh = (a: Value) => this.unary('Tanh', a);
  sigmoid = (a: Value) => this.unary('Sigmoid', a);
  abs = (a: Value) => this.unary('Abs', a);
  square = (a: Value) => this.unary('Square', a);
  squareRoot = (a: Value) => this.unary('Sqrt', a);
  inverseSquareRoot = (a: Value) => this.unary('Rsqrt', a);
  relu = (a: Value) => this.unary('Relu', a, 'activations');
  relu6 = (a: Value) => this.unary('Relu6', a, 'activations');
  elu = (a: Value) => this.unary('Elu', a, 'activations');
  selu = (a: Value) => this.unary('Selu', a, 'activations');
  softplus = (a: Value) => this.unary('Softplus', a, 'activations');
  softsign = (a: Value) => this.unary('Softsign', a, 'activations');

  /** An activation's own gradient operation: `seen` is its input or its output, as that operation wants. */
  activationGradient(operation: string, gradient: Value, seen: Value): Value {
    return this.scope.node(
      operation,
      [gradient, seen],
      { T: { type: 'float' } },
      { ...gradient, name: 'backprops' },
    );
  }

  select(condition: Value, a: Operand, b: Operand): Value {
    const type = [a, b].find((operand) => typeof operand !== 'number')?.type ?? 'float';
    const [left, right] = [this.value(a, type), this.value(b, type)];
    const shape = broadcast(condition.shape, broadcast(left.shape, right.shape));
    return this.scope.node(
      'SelectV2',
      [condition, left, right],
      { T: { type } },
      { name: 'output', type, shape },
    );
  }

  matMul(a: Value, b: Value, { transposeA = false, transposeB = false } = {}): Value {
    const shape = [a.shape[transposeA ? 1 : 0]!, b.shape[transposeB ? 0 : 1]!];
    const attributes = { T: { type: a.type }, transpose_a: transposeA, transpose_b: transposeB };
    return this.scope.node('MatMul', [a, b], attributes, { name: 'product', type: a.type, shape });
  }

  addBias(a: Value, bias: Value): Value {
    return this.scope.node('BiasAdd', [a, bias], { T: { type: 'float' } }, { ...a, name: 'output' });
  }

  /** Sum over the rows: the gradient of a bias. */
  biasGradient(gradient: Value): Value {
    const output = { name: 'output', type: gradient.type, shape: [gradient.shape[1]!] };
    return this.scope.node('BiasAddGrad', [gradient], { T: { type: 'float' } }, output);
  }

  sum = (a: Value, axes: readonly number[]) => this.reduce('Sum', a, axes);
  mean = (a: Value, axes: readonly number[]) => this.reduce('Mean', a, axes);

  /** A variable's value when the node runs. */
  readVariable(handle: Value, shape: readonly number[], type: ElementType = 'float'): Value {
    return this.scope.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape });
  }

  /** @returns the name of the node that changes the variable. */
  assignVariable(handle: Value, value: Value): string {
    return this.scope.effect('AssignVariableOp', [handle, value], { dtype: { type: value.type } });
  }

  /** @returns the name of the node that changes the variable. */
  subtractFromVariable(handle: Value, value: Value): string {
    return this.scope.effect('AssignSubVariableOp', [handle, value], { dtype: { type: value.type } });
  }

  /** The largest number around each, N × rows × columns × channels. */
  maxPool(a: Value, size: number): Value {
    const attributes = {
      T: { type: a.type },
      ksize: { integers: [1, size, size, 1] },
      strides: { integers: [1, 1, 1, 1] },
      padding: { bytes: 'SAME' },
      data_format: { bytes: 'NHWC' },
    };
    return this.scope.node('MaxPool', [a], attributes, { ...a, name: 'output' });
  }

  cast(a: Value, type: ElementType): Value {
    if (a.type === type) return a;
    return this.scope.node(
      'Cast',
      [a],
      { SrcT: { type: a.type }, DstT: { type } },
      { name: 'y', type, shape: a.shape },
    );
  }

  reshape(a: Value, shape: readonly number[]): Value {
    const attributes = { T: { type: a.type }, Tshape: { type: 'int32' as const } };
    return this.scope.node('Reshape', [a, this.integers(shape)], attributes, {
      name: 'output',
      type: a.type,
      shape,
    });
  }

  /** Rows of `a` at `indices`, along the first axis. */
  gather(a: Value, indices: Value): Value {
    const attributes = {
      Tparams: { type: a.type },
      Tindices: { type: 'int32' as const },
      Taxis: { type: 'int32' as const },
    };
    const output = { name: 'output', type: a.type, shape: [...indices.shape, ...a.shape.slice(1)] };
    return this.scope.node('GatherV2', [a, indices, this.constant(0, 'int32')], attributes, output);
  }

  /** `size` rows of `a` from `start` on, along the first axis. */
  rows(a: Value, start: Value, size: number): Value {
    const shape = [size, ...a.shape.slice(1)];
    const begin = this.pack([start, ...a.shape.slice(1).map(() => this.constant(0, 'int32'))]);
    const attributes = { T: { type: a.type }, Index: { type: 'int32' as const } };
    return this.scope.node('Slice', [a, begin, this.integers(shape)], attributes, {
      name: 'output',
      type: a.type,
      shape,
    });
  }

  /** One row of `a`, without the first axis. */
  row(a: Value, index: Value): Value {
    return this.reshape(this.rows(a, index, 1), a.shape.slice(1));
  }

  pack(values: readonly Value[]): Value {
    const type = values[0]!.type;
    const output = { name: 'output', type, shape: [values.length, ...values[0]!.shape] };
    return this.scope.node('Pack', values, { T: { type }, N: values.length, axis: 0 }, output);
  }

  reverseRows(a: Value): Value {
    const attributes = { T: { type: a.type }, Tidx: { type: 'int32' as const } };
    return this.scope.node('ReverseV2', [a, this.integers([0])], attributes, { ...a, name: 'output' });
  }

  /** 0 to `count - 1`. */
  range(count: number, type: 'int32' | 'uint32'): Value {
    const inputs = [0, count, 1].map((value) => this.constant(value, 'int32'));
    const output = { name: 'output', type: 'int32' as const, shape: [count] };
    return this.cast(this.scope.node('Range', inputs, { Tidx: { type: 'int32' } }, output), type);
  }

  oneHot(indices: Value, depth: number, on: Operand, off: Operand): Value {
    const inputs = [
      indices,
      this.constant(depth, 'int32'),
      this.value(on, 'float'),
      this.value(off, 'float'),
    ];
    const attributes = { T: { type: 'float' as const }, TI: { type: 'int32' as const }, axis: -1 };
    return this.scope.node('OneHot', inputs, attributes, {
      name: 'output',
      type: 'float',
      shape: [...indices.shape, depth],
    });
  }

  argMax(a: Value): Value {
    const attributes = {
      T: { type: a.type },
      Tidx: { type: 'int32' as const },
      output_type: { type: 'int32' as const },
    };
    const output = { name: 'output', type: 'int32' as const, shape: a.shape.slice(0, -1) };
    return this.scope.node('ArgMax', [a, this.constant(a.shape.length - 1, 'int32')], attributes, output);
  }

  /** Along the last axis. */
  softmax(a: Value): Value {
    return this.scope.node('Softmax', [a], { T: { type: 'float' } }, { ...a, name: 'softmax' });
  }

  identity(a: Value, name?: string): Value {
    return this.scope.node('Identity', [a], { T: { type: a.type } }, { ...a, name: 'output' }, name);
  }

  constant(value: number, type: ElementType): Value {
    const key = `${type} ${value}`;
    const known = this.constants.get(key);
    if (known) return known;
    const tensor =
      { float: Float32Array, uint32: Uint32Array }[type as string]?.of(value) ?? Int32Array.of(value);
    const attributes: Record<string, Attribute> = { dtype: { type }, value: { tensor, shape: [] } };
    const made = this.scope.node('Const', [], attributes, { name: 'output', type, shape: [] });
    this.constants.set(key, made);
    return made;
  }

  matrix(values: Float32Array, shape: readonly number[]): Value {
    const attributes: Record<string, Attribute> = {
      dtype: { type: 'float' },
      value: { tensor: values, shape },
    };
    return this.scope.node('Const', [], attributes, { name: 'output', type: 'float', shape });
  }

  integers(values: readonly number[]): Value {
    const shape = [values.length];
    const attributes: Record<string, Attribute> = {
      dtype: { type: 'int32' },
      value: { tensor: Int32Array.from(values), shape },
    };
    return this.scope.node('Const', [], attributes, { name: 'output', type: 'int32', shape });
  }

  private reduce(operation: string, a: Value, axes: readonly number[]): Value {
    const shape = a.shape.filter((_, axis) => !axes.includes(axis));
    const attributes = { T: { type: a.type }, Tidx: { type: 'int32' as const }, keep_dims: false };
    return this.scope.node(operation, [a, this.integers(axes)], attributes, {
      name: 'output',
      type: a.type,
      shape,
    });
  }

  private unary(operation: string, a: Value, output = 'y'): Value {
    return this.scope.node(operation, [a], { T: { type: a.type } }, { ...a, name: output });
  }

  private binary(
    operation: string,
    a: Operand,
    b: Operand,
    result?: ElementType,
    more: Record<string, Attribute> = {},
  ): Value {
    const type = typeof a === 'number' ? (b as Value).type : a.type;
    const [left, right] = [this.value(a, type), this.value(b, type)];
    const output = { name: 'z', type: result ?? type, shape: broadcast(left.shape, right.shape) };
    return this.scope.node(operation, [left, right], { T: { type }, ...more }, output);
  }

  private value(operand: Operand, type: ElementType): Value {
    return typeof operand === 'number' ? this.constant(operand, type) : operand;
  }
}

function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (left !== right && left !== 1 && right !== 1)
      throw new RangeError(`Building the graph: shapes [${a}] and [${b}] do not go together.`);
    return left === 1 ? right : left;
  });
}
