import {
  broadcast,
  type Call,
  defineOperation,
  type Gradient,
  oneNode,
  oneOperator,
  type Primitive,
  unbroadcast,
} from '../operation.js';
import type { Operations } from '../operations.js';
import type { NodeAttributes } from '../tensorflow/node.js';
import type { ElementType, Value } from '../value.js';

/** A unary operation. `slope` returns the derivative multiplied by the gradient. */
const unary = (
  node: string,
  slope?: (ops: Operations, gradient: Value, input: Value, output: Value) => Value,
  onnx: Primitive['onnx'] = undefined,
) =>
  defineOperation({
    result: ([input]) => ({ type: input!.type, shape: input!.shape }),
    ...(slope && {
      gradient: ({ ops, gradient, inputs: [input], output }: Call) => [
        () => slope(ops, gradient, input!, output),
      ],
    }),
    tensorflow: oneNode(node, 'y'),
    ...(onnx && { onnx }),
  });

/** A binary operation with broadcasting. */
const binary = (
  node: string,
  gradient?: Gradient,
  { onnx, type }: { readonly onnx?: string; readonly type?: ElementType } = {},
) =>
  defineOperation({
    result: ([a, b]) => ({ type: type ?? a!.type, shape: broadcast(a!.shape, b!.shape) }),
    ...(gradient && {
      gradient: (call: Call) =>
        gradient(call).map((build, index) => build && (() => toShape(call, index, build()))),
    }),
    tensorflow: oneNode(
      node,
      'z',
      (): NodeAttributes => (node === 'Equal' ? { incompatible_shape_error: true } : {}),
    ),
    ...(onnx && { onnx: oneOperator(onnx) }),
  });

function toShape({ ops, inputs }: Call, index: number, gradient: Value): Value {
  return unbroadcast(ops, gradient, inputs[index]!.shape);
}

/**
 * The gradient of the maximum or minimum of two values. It goes to the selected value. For equal values, it goes
 * to the second one.
 */
const chosen =
  (wins: 'greater' | 'less'): Gradient =>
  ({ ops, gradient, inputs: [a, b] }) => {
    const first = () => ops[wins](a!, b!);
    return [() => ops.select(first(), gradient, 0), () => ops.select(first(), 0, gradient)];
  };

export const elementwise = {
  add: binary('AddV2', ({ gradient }) => [() => gradient, () => gradient], { onnx: 'Add' }),
  subtract: binary('Sub', ({ ops, gradient }) => [() => gradient, () => ops.negate(gradient)], {
    onnx: 'Sub',
  }),
  multiply: binary(
    'Mul',
    ({ ops, gradient, inputs: [a, b] }) => [
      () => ops.multiply(gradient, b!),
      () => ops.multiply(gradient, a!),
    ],
    { onnx: 'Mul' },
  ),
  divide: binary(
    'RealDiv',
    ({ ops, gradient, inputs: [, b], output }) => [
      () => ops.divide(gradient, b!),
      () => ops.negate(ops.divide(ops.multiply(gradient, output), b!)),
    ],
    { onnx: 'Div' },
  ),
  floorDivide: binary('FloorDiv'),
  /** A power. The exponent must be a constant, because it gets no gradient. */
  power: binary(
    'Pow',
    ({ ops, gradient, inputs: [base, exponent] }) => [
      () => ops.multiply(gradient, ops.multiply(ops.power(base!, ops.subtract(exponent!, 1)), exponent!)),
    ],
    { onnx: 'Pow' },
  ),
  minimum: binary('Minimum', chosen('less'), { onnx: 'Min' }),
  maximum: binary('Maximum', chosen('greater'), { onnx: 'Max' }),
  bitwiseXor: binary('BitwiseXor'),
  shiftRight: binary('RightShift'),
  less: binary('Less', undefined, { type: 'bool', onnx: 'Less' }),
  greater: binary('Greater', undefined, { type: 'bool', onnx: 'Greater' }),
  equal: binary('Equal', undefined, { type: 'bool' }),
  and: defineOperation({
    result: ([a, b]) => ({ type: 'bool', shape: broadcast(a!.shape, b!.shape) }),
    tensorflow: (writer, inputs, _, result) => writer.single('LogicalAnd', inputs, {}, result, 'z'),
  }),
  select: defineOperation({
    result: ([condition, a, b]) => ({
      type: a!.type,
      shape: broadcast(condition!.shape, broadcast(a!.shape, b!.shape)),
    }),
    gradient: ({ ops, gradient, inputs: [condition, a, b] }) => [
      undefined,
      () => unbroadcast(ops, ops.select(condition!, gradient, 0), a!.shape),
      () => unbroadcast(ops, ops.select(condition!, 0, gradient), b!.shape),
    ],
    tensorflow: oneNode('SelectV2', 'output', (_, inputs) => ({ T: { type: inputs[1]!.type } })),
    onnx: oneOperator('Where'),
  }),

  exp: unary('Exp', (ops, gradient, _, output) => ops.multiply(gradient, output), oneOperator('Exp')),
  log: unary('Log', (ops, gradient, input) => ops.divide(gradient, input), oneOperator('Log')),
  cos: unary('Cos'),
  sin: unary('Sin'),
  floor: unary('Floor'),
  negate: unary('Neg', (ops, gradient) => ops.negate(gradient), oneOperator('Neg')),
  sign: unary('Sign'),
  abs: unary('Abs', (ops, gradient, input) => ops.multiply(gradient, ops.sign(input)), oneOperator('Abs')),
  square: unary(
    'Square',
    (ops, gradient, input) => ops.multiply(gradient, ops.multiply(input, 2)),
    (graph, [input]) => graph.add('Mul', [input!, input!]),
  ),
  squareRoot: unary(
    'Sqrt',
    (ops, gradient, _, output) => ops.divide(ops.multiply(gradient, 0.5), output),
    oneOperator('Sqrt'),
  ),
  inverseSquareRoot: unary(
    'Rsqrt',
    (ops, gradient, input, output) => ops.multiply(gradient, ops.multiply(ops.divide(output, input), -0.5)),
    (graph, [input]) => graph.add('Reciprocal', [graph.add('Sqrt', [input!])]),
  ),
  erf: unary(
    'Erf',
    (ops, gradient, input) =>
      ops.multiply(gradient, ops.multiply(ops.exp(ops.negate(ops.square(input))), 2 / Math.sqrt(Math.PI))),
    oneOperator('Erf'),
  ),
};
