import { kernels } from './javascript/runtime.js';
import { inOrder, type Recorder } from './recorder.js';
import { sizeOf, type Value } from './value.js';

/** A value for each position along the last axis, or a single value for all. */
type Along = Float64Array;

/** `base · factors + shifts`. Factors and shifts are optional. */
interface Affine {
  readonly base: Value;
  readonly factors?: Along;
  readonly shifts?: Along;
}

/**
 * Evaluates everything that does not depend on the input, and folds factors and shifts, such as those of
 * batch normalisation and input scaling, into adjacent weights. The outputs are the same, with less to store
 * and compute.
 *
 * @returns the same result in a new recording.
 */
export function foldConstants(ops: Recorder, result: Value): Value {
  return new Folding(ops, result).value(result);
}

class Folding {
  private readonly affines = new Map<Value, Affine>();
  private readonly values = new Map<Value, Value>();
  private readonly useCounts = new Map<Value, number>();

  constructor(
    private readonly ops: Recorder,
    result: Value,
  ) {
    for (const { source } of inOrder(result))
      for (const input of source?.inputs ?? [])
        this.useCounts.set(input, (this.useCounts.get(input) ?? 0) + 1);
  }

  /** The value with pending factors and shifts applied. */
  value(of: Value): Value {
    const known = this.values.get(of);
    if (known) return known;
    const made = this.materialise(this.affine(of));
    this.values.set(of, made);
    return made;
  }

  private affine(value: Value): Affine {
    const known = this.affines.get(value);
    if (known) return known;
    const found = this.find(value);
    // If a value is used several times, folding its factors and shifts into each use would repeat the work.
    const isShared = this.useCounts.get(value)! > 1;
    const affine = isShared ? { base: this.materialise(found) } : found;
    this.affines.set(value, affine);
    return affine;
  }

  private find(value: Value): Affine {
    const { source } = value;
    if (!source) return { base: value };
    const { operation, inputs, attributes } = source;
    const constants = inputs.map((input) => this.constantOf(input));
    if (constants.every((constant) => constant !== undefined))
      return { base: this.evaluate(value, constants as Value[]) };
    const affine = this.asAffine(value, constants);
    if (affine) return affine;
    const rebuilt = inputs.map((input, index) => constants[index] ?? this.value(input));
    return { base: this.ops.use(operation, rebuilt, attributes) };
  }

  /**
   * The affine form of an operation that adds or multiplies constants, or reshapes. It is undefined for all
   * others.
   */
  private asAffine(value: Value, constants: readonly (Value | undefined)[]): Affine | undefined {
    const { operation, inputs } = value.source!;
    const [first, second] = inputs as [Value, Value | undefined];
    const along = constants.map((constant) => constant && alongLastAxis(constant, value));
    const [left, right] = along;
    if (operation === 'reshape') return this.reshaped(value, first);
    if (operation === 'negate') return scaled(this.affine(first), Float64Array.of(-1));
    if (isProduct(operation) && constants[1]) return this.product(value, first, constants[1]);
    if (first.shape.join() === value.shape.join() && right) {
      const before = this.affine(first);
      if (operation === 'add' || operation === 'addBias') return moved(before, right);
      if (operation === 'subtract')
        return moved(
          before,
          right.map((number) => -number),
        );
      if (operation === 'multiply') return scaled(before, right);
      if (operation === 'divide')
        return scaled(
          before,
          right.map((number) => 1 / number),
        );
    }
    if (second && second.shape.join() === value.shape.join() && left) {
      const before = this.affine(second);
      if (operation === 'add') return moved(before, left);
      if (operation === 'subtract') return moved(scaled(before, Float64Array.of(-1)), left);
      if (operation === 'multiply') return scaled(before, left);
    }
    return undefined;
  }

  /**
   * A reshape keeps the row-major order, so values along the last axis are repeated to fill the new last
   * axis.
   */
  private reshaped(value: Value, input: Value): Affine | undefined {
    const { base, factors, shifts } = this.affine(input);
    const length = value.shape.at(-1)!;
    const fits = (along: Along | undefined) => along === undefined || length % along.length === 0;
    if (!fits(factors) || !fits(shifts)) return undefined;
    const { operation, attributes } = value.source!;
    const repeat = (along: Along) =>
      along.length === 1 ? along : Float64Array.from({ length }, (_, index) => along[index % along.length]!);
    return {
      base: this.ops.use(operation, [base], attributes),
      ...(factors && { factors: repeat(factors) }),
      ...(shifts && { shifts: repeat(shifts) }),
    };
  }

  /**
   * `(x·f + s)·W = x·(f·W) + s·W`: each row of the weights is multiplied by its input's factor, and the shifts
   * become one shift per unit. For a convolution, the inputs are channels. With zero padding, shifts cannot be
   * folded, because the padding would need them too.
   */
  private product(value: Value, input: Value, weights: Value): Affine | undefined {
    const { operation, attributes } = value.source!;
    if (attributes.transposeA || attributes.transposeB) return undefined;
    const { base, factors, shifts } = this.affine(input);
    if (shifts && attributes.padding === 'SAME') return undefined;
    const [inputs, columns] = weights.shape.slice(-2) as [number, number];
    const units = value.shape.at(-1)!;
    const own = new Float64Array(weights.constant!);
    const moves = new Float64Array(units);
    for (let row = 0, at = 0; at < own.length; row = (row + 1) % inputs) {
      const factor = factors ? factors[row % factors.length]! : 1;
      const shift = shifts ? shifts[row % shifts.length]! : 0;
      for (const end = at + columns; at < end; at++) {
        if (shift !== 0) moves[at % units]! += own[at]! * shift;
        own[at]! *= factor;
      }
    }
    const matrix = this.ops.numbers(own, 'float', weights.shape);
    return {
      base: this.ops.use(operation, [base, matrix], attributes),
      ...(shifts && { shifts: moves }),
    };
  }

  /**
   * Folds factors into the weights of a product, `(x·W)·f = x·(W·f)`. Shifts, and the factors of other values,
   * become operations.
   */
  private materialise({ base, factors, shifts }: Affine): Value {
    if (base.source && isProduct(base.source.operation) && base.source.inputs[1]!.constant) {
      const { operation, inputs, attributes } = base.source;
      const [input, weights] = inputs as [Value, Value];
      const units = base.shape.at(-1)!;
      const folded = (along: Along) => {
        const numbers = new Float64Array(weights.constant!);
        for (let at = 0, unit = 0; at < numbers.length; at++, unit = (unit + 1) % units)
          numbers[at]! *= along[unit % along.length]!;
        return this.ops.numbers(numbers, 'float', weights.shape);
      };
      const product = factors ? this.ops.use(operation, [input, folded(factors)], attributes) : base;
      if (!shifts) return product;
      const biases = Float64Array.from({ length: units }, (_, unit) => shifts[unit % shifts.length]!);
      return this.ops.addBias(product, this.ops.numbers(biases, 'float', [units]));
    }
    const scaledBase = factors ? this.ops.multiply(base, this.along(factors)) : base;
    return shifts ? this.ops.add(scaledBase, this.along(shifts)) : scaledBase;
  }

  private along(numbers: Along): Value {
    return this.ops.numbers(numbers, 'float', numbers.length === 1 ? [] : [numbers.length]);
  }

  private constantOf(value: Value): Value | undefined {
    if (value.constant) return value;
    if (!value.source) return undefined;
    const folded = this.affine(value);
    return folded.base.constant && !folded.factors && !folded.shifts ? folded.base : undefined;
  }

  private evaluate(value: Value, inputs: readonly Value[]): Value {
    const { operation, attributes } = value.source!;
    const kernel = kernels[operation];
    if (!kernel) return this.ops.use(operation, inputs, attributes);
    const tensors = inputs.map(({ shape, constant }) => ({ shape, numbers: new Float64Array(constant!) }));
    return this.ops.numbers(kernel(tensors, value.shape, attributes), value.type, value.shape);
  }
}

/**
 * Whether an operation sums products of its first input with weights whose last axes are inputs and units.
 */
function isProduct(operation: string): boolean {
  return operation === 'matMul' || operation === 'conv2d' || operation === 'depthwiseConv2d';
}

function scaled({ base, factors, shifts }: Affine, by: Along): Affine {
  return {
    base,
    factors: factors ? pairwise(factors, by, (a, b) => a * b) : by,
    ...(shifts && { shifts: pairwise(shifts, by, (a, b) => a * b) }),
  };
}

function moved({ base, factors, shifts }: Affine, by: Along): Affine {
  return { base, ...(factors && { factors }), shifts: shifts ? pairwise(shifts, by, (a, b) => a + b) : by };
}

function pairwise(a: Along, b: Along, combine: (a: number, b: number) => number): Along {
  const length = Math.max(a.length, b.length);
  return Float64Array.from({ length }, (_, index) =>
    combine(a[a.length === 1 ? 0 : index]!, b[b.length === 1 ? 0 : index]!),
  );
}

/**
 * The numbers of a constant that is a single number, or that varies only along the last axis of a value. They are
 * undefined for all others.
 */
function alongLastAxis(constant: Value, value: Value): Along | undefined {
  const size = sizeOf(constant.shape);
  const isAlong = size === 1 || (constant.shape.at(-1) === size && value.shape.at(-1) === size);
  return isAlong ? new Float64Array(constant.constant!) : undefined;
}
