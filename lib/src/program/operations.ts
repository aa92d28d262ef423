import type { Moves, Pool } from './operations/windows.js';
import type { Attributes, ElementType, Numbers, Operand, Value } from './value.js';

interface Reducing {
  /** Whether reduced axes are kept with size 1. Defaults to false. */
  readonly keepDimensions?: boolean;
}

/**
 * The operations as functions of values. Backends decide how an application is represented
 * (`tensorflow/tensorflow-operations.ts`, `recorder.ts`). The operations are defined in `operation-table.ts`.
 */
export abstract class Operations {
  // The operations up to `select` are elementwise, with broadcasting.
  add = (a: Operand, b: Operand) => this.apply('add', [a, b]);
  subtract = (a: Operand, b: Operand) => this.apply('subtract', [a, b]);
  multiply = (a: Operand, b: Operand) => this.apply('multiply', [a, b]);
  divide = (a: Operand, b: Operand) => this.apply('divide', [a, b]);
  floorDivide = (a: Operand, b: Operand) => this.apply('floorDivide', [a, b]);
  power = (a: Operand, b: Operand) => this.apply('power', [a, b]);
  minimum = (a: Operand, b: Operand) => this.apply('minimum', [a, b]);
  maximum = (a: Operand, b: Operand) => this.apply('maximum', [a, b]);
  bitwiseXor = (a: Operand, b: Operand) => this.apply('bitwiseXor', [a, b]);
  shiftRight = (a: Operand, b: Operand) => this.apply('shiftRight', [a, b]);
  less = (a: Operand, b: Operand) => this.apply('less', [a, b]);
  greater = (a: Operand, b: Operand) => this.apply('greater', [a, b]);
  equal = (a: Operand, b: Operand) => this.apply('equal', [a, b]);
  and = (a: Value, b: Value) => this.apply('and', [a, b]);
  exp = (a: Value) => this.apply('exp', [a]);
  log = (a: Value) => this.apply('log', [a]);
  cos = (a: Value) => this.apply('cos', [a]);
  sin = (a: Value) => this.apply('sin', [a]);
  floor = (a: Value) => this.apply('floor', [a]);
  negate = (a: Value) => this.apply('negate', [a]);
  sign = (a: Value) => this.apply('sign', [a]);
  abs = (a: Value) => this.apply('abs', [a]);
  square = (a: Value) => this.apply('square', [a]);
  squareRoot = (a: Value) => this.apply('squareRoot', [a]);
  inverseSquareRoot = (a: Value) => this.apply('inverseSquareRoot', [a]);
  erf = (a: Value) => this.apply('erf', [a]);
  relu = (a: Value) => this.apply('relu', [a]);
  relu6 = (a: Value) => this.apply('relu6', [a]);
  elu = (a: Value) => this.apply('elu', [a]);
  selu = (a: Value) => this.apply('selu', [a]);
  sigmoid = (a: Value) => this.apply('sigmoid', [a]);
  tanh = (a: Value) => this.apply('tanh', [a]);
  softplus = (a: Value) => this.apply('softplus', [a]);
  softsign = (a: Value) => this.apply('softsign', [a]);
  gelu = (a: Value) => this.apply('gelu', [a]);
  geluTanh = (a: Value) => this.apply('geluTanh', [a]);

  /**
   * The gradient of an activation function by TensorFlow's operation `node`. `seen` is the function's input
   * or output, as this operation requires.
   */
  bendGradient = (node: string, gradient: Value, seen: Value) =>
    this.apply('bendGradient', [gradient, seen], { node });

  select(condition: Value, a: Operand, b: Operand): Value {
    const type = [a, b].find((operand) => typeof operand !== 'number')?.type ?? 'float';
    return this.apply('select', [condition, this.value(a, type), this.value(b, type)]);
  }

  matMul = (a: Value, b: Value, { transposeA = false, transposeB = false } = {}) =>
    this.apply('matMul', [a, b], { transposeA, transposeB });
  /**
   * Convolution of images, N × rows × columns × channels, with a kernel, rows × columns × channels × filters.
   */
  conv2d = (images: Value, kernel: Value, moves: Moves) =>
    this.apply('conv2d', [images, kernel], { ...moves });
  /**
   * Convolution of each channel separately, with a kernel of rows × columns × channels × filters per channel.
   */
  depthwiseConv2d = (images: Value, kernel: Value, moves: Moves) =>
    this.apply('depthwiseConv2d', [images, kernel], { ...moves });
  /** Maximum of each window, N × rows × columns × channels. */
  maxPool = (images: Value, pool: Pool) => this.apply('maxPool', [images], { ...pool });
  averagePool = (images: Value, pool: Pool) => this.apply('averagePool', [images], { ...pool });
  /**
   * Enlarges rows and columns by integer factors. @param isSmooth interpolates between pixels instead of
   * repeating them.
   */
  enlarge = (images: Value, factors: readonly number[], isSmooth: boolean) =>
    this.apply('enlarge', [images], { factors, isSmooth });

  /** Adds a bias to each unit, along the last axis. */
  addBias = (a: Value, bias: Value) => this.apply('addBias', [a, bias]);
  /** Sum over all axes except the last: the gradient of a bias. */
  biasGradient = (gradient: Value) => this.apply('biasGradient', [gradient]);

  sum = (a: Value, axes: readonly number[], { keepDimensions = false }: Reducing = {}) =>
    this.apply('sum', [a], { axes, keepDimensions });
  mean = (a: Value, axes: readonly number[], { keepDimensions = false }: Reducing = {}) =>
    this.apply('mean', [a], { axes, keepDimensions });
  max = (a: Value, axes: readonly number[], { keepDimensions = false }: Reducing = {}) =>
    this.apply('max', [a], { axes, keepDimensions });
  /** Index of the maximum along the last axis. */
  argMax = (a: Value) => this.apply('argMax', [a]);

  /** Normalises to mean 0 and variance 1 over some axes. @param rowWeights N × 1, weights of the images. */
  standardize = (a: Value, axes: readonly number[], epsilon: number, rowWeights?: Value) =>
    this.apply('standardize', rowWeights ? [a, rowWeights] : [a], { axes, epsilon });
  /**
   * Normalises each channel over a batch of images. @param count `int32`, number of valid images, which come
   * first. Defaults to all.
   */
  batchNormalize = (images: Value, scale: Value, offset: Value, epsilon: number, count?: Value) =>
    this.apply('batchNormalize', [images, scale, offset, ...(count ? [count] : [])], { epsilon });
  /** Softmax along the last axis. */
  softmax = (a: Value) => this.apply('softmax', [a]);
  /** Loss per row of logits. @param targets classes, N, or probabilities, N × classes. */
  crossEntropy = (logits: Value, targets: Value) => this.apply('crossEntropy', [logits, targets]);
  crossEntropyGradient = (logits: Value, targets: Value) =>
    this.apply('crossEntropyGradient', [logits, targets]);

  cast = (a: Value, type: ElementType) => (a.type === type ? a : this.apply('cast', [a], { type }));

  /** Reshapes a value. Consecutive reshapes are merged. */
  reshape(a: Value, shape: readonly number[]): Value {
    const original = a.source?.operation === 'reshape' ? a.source.inputs[0]! : a;
    if (original.shape.join() === shape.join()) return original;
    return this.apply('reshape', [original], { shape });
  }

  broadcastTo = (a: Value, shape: readonly number[]) =>
    a.shape.join() === shape.join() ? a : this.apply('broadcastTo', [a], { shape });
  /** Rows of `a` at `indices`, along the first axis. */
  gather = (a: Value, indices: Value) => this.apply('gather', [a, indices]);
  /** `size` rows of `a` from `start` on, along the first axis. */
  rows = (a: Value, start: Value, size: number) => this.apply('rows', [a, start], { size });
  /** One row of `a`, without the first axis. */
  row = (a: Value, index: Value) => this.reshape(this.rows(a, index, 1), a.shape.slice(1));
  reverseRows = (a: Value) => this.apply('reverseRows', [a]);
  /** The numbers from 0 to `count - 1`. */
  range = (count: number, type: 'int32' | 'uint32') => this.cast(this.apply('range', [], { count }), type);
  oneHot = (indices: Value, depth: number, on: Operand, off: Operand) =>
    this.apply('oneHot', [indices, this.value(on, 'float'), this.value(off, 'float')], { depth });
  /** Pads each axis with zeros. */
  pad = (a: Value, before: readonly number[], after: readonly number[]) =>
    this.apply('pad', [a], { before, after });
  /** Crops each axis at both ends. */
  crop = (a: Value, before: readonly number[], after: readonly number[]) =>
    this.apply('crop', [a], { before, after });

  constant(value: number, type: ElementType): Value {
    return this.numbers(numbersOf(type, [value]), type, []);
  }

  matrix(values: Float32Array, shape: readonly number[]): Value {
    return this.numbers(values, 'float', shape);
  }

  /** A constant. */
  abstract numbers(values: Numbers, type: ElementType, shape: readonly number[]): Value;

  /** Applies an operation of the table, by its name. */
  abstract use(operation: string, inputs: readonly Value[], attributes: Attributes): Value;

  private apply(operation: string, operands: readonly Operand[], attributes: Attributes = {}): Value {
    const known = operands.find((operand) => typeof operand !== 'number');
    const inputs = operands.map((operand) => this.value(operand, known?.type ?? 'float'));
    return this.use(operation, inputs, attributes);
  }

  private value(operand: Operand, type: ElementType): Value {
    return typeof operand === 'number' ? this.constant(operand, type) : operand;
  }
}

function numbersOf(type: ElementType, values: readonly number[]): Numbers {
  if (type === 'float') return Float32Array.from(values);
  return type === 'uint32' ? Uint32Array.from(values) : Int32Array.from(values);
}
