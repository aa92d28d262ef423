import type { Value } from '../graph/builder/graph.js';
import type { Operations } from '../graph/builder/operations.js';
import { type LayerCompiler, type LayerResult, Obstacle } from './layer.js';

type Activate = (ops: Operations, input: Value) => LayerResult;

/** An activation whose gradient is one operation that wants to see the output. */
const fused =
  (forward: 'relu' | 'relu6' | 'elu' | 'selu', gradientOperation: string): Activate =>
  (ops, input) => {
    const output = ops[forward](input);
    return { output, backward: (gradient) => ops.activationGradient(gradientOperation, gradient, output) };
  };

/** An activation with its derivative, built only if it is asked for. */
const withDerivative =
  (build: (ops: Operations, input: Value) => { output: Value; derivative: () => Value }): Activate =>
  (ops, input) => {
    const { output, derivative } = build(ops, input);
    return { output, backward: (gradient) => ops.multiply(gradient, derivative()) };
  };

/** Every activation of tfjs-layers that works on each number by itself, forward and backward. */
const activations: Readonly<Record<string, Activate>> = {
  linear: (_ops, input) => ({ output: input, backward: (gradient) => gradient }),
  relu: fused('relu', 'ReluGrad'),
  relu6: fused('relu6', 'Relu6Grad'),
  elu: fused('elu', 'EluGrad'),
  selu: fused('selu', 'SeluGrad'),
  sigmoid: withDerivative((ops, input) => {
    const output = ops.sigmoid(input);
    return { output, derivative: () => ops.multiply(output, ops.subtract(1, output)) };
  }),
  hardSigmoid: withDerivative((ops, input) => {
    const line = ops.add(ops.multiply(input, 0.2), 0.5);
    const inside = () => ops.and(ops.greater(line, 0), ops.less(line, 1));
    return { output: ops.minimum(ops.maximum(line, 0), 1), derivative: () => ops.select(inside(), 0.2, 0) };
  }),
  tanh: withDerivative((ops, input) => {
    const output = ops.tanh(input);
    return { output, derivative: () => ops.subtract(1, ops.square(output)) };
  }),
  softplus: withDerivative((ops, input) => ({
    output: ops.softplus(input),
    derivative: () => ops.sigmoid(input),
  })),
  softsign: withDerivative((ops, input) => ({
    output: ops.softsign(input),
    derivative: () => ops.divide(1, ops.square(ops.add(ops.abs(input), 1))),
  })),
  swish: withDerivative((ops, input) => {
    const gate = ops.sigmoid(input);
    const output = ops.multiply(input, gate);
    return { output, derivative: () => ops.add(output, ops.multiply(gate, ops.subtract(1, output))) };
  }),
  mish: withDerivative((ops, input) => {
    const bend = ops.tanh(ops.softplus(input));
    const slope = () => ops.multiply(ops.subtract(1, ops.square(bend)), ops.sigmoid(input));
    return {
      output: ops.multiply(input, bend),
      derivative: () => ops.add(bend, ops.multiply(input, slope())),
    };
  }),
  // x · Φ(x), with the normal distribution's own function (Hendrycks and Gimpel 2016).
  gelu: withDerivative((ops, input) => {
    const below = ops.multiply(ops.add(ops.erf(ops.multiply(input, Math.SQRT1_2)), 1), 0.5);
    const density = () =>
      ops.multiply(ops.exp(ops.multiply(ops.square(input), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return {
      output: ops.multiply(input, below),
      derivative: () => ops.add(below, ops.multiply(input, density())),
    };
  }),
  // The same with tanh in place of the error function.
  gelu_new: withDerivative((ops, input) => {
    const root = Math.sqrt(2 / Math.PI);
    const square = ops.square(input);
    const inner = ops.multiply(ops.multiply(input, root), ops.add(ops.multiply(square, 0.044715), 1));
    const bend = ops.tanh(inner);
    const half = ops.multiply(ops.add(bend, 1), 0.5);
    const slope = () => ops.multiply(ops.add(ops.multiply(square, 3 * 0.044715), 1), root);
    const rise = () =>
      ops.multiply(ops.multiply(input, 0.5), ops.multiply(ops.subtract(1, ops.square(bend)), slope()));
    return { output: ops.multiply(input, half), derivative: () => ops.add(half, rise()) };
  }),
};

/** One activation applied to a value. */
export function activate(ops: Operations, name: string, input: Value): LayerResult {
  return activations[name]!(ops, input);
}

/**
 * The name of an activation that the graph has, or of the softmax at the end of a model.
 *
 * @throws {Obstacle} for any other.
 */
export function activationName(configured: unknown, isLast: boolean): string {
  const name = String(configured);
  if (name === 'softmax' && isLast) return name;
  if (name === 'softmax') throw new Obstacle('has a softmax before the end');
  if (!Object.hasOwn(activations, name))
    throw new Obstacle(`has activation ${name}, which the graph does not know`);
  return name;
}

/** `tf.layers.activation`: an activation as a layer of its own. */
export const compileActivation: LayerCompiler = ({ configuration, isLast }) => {
  const name = activationName(configuration.activation, isLast);
  if (name === 'softmax') return undefined;
  return { variables: [], forward: ({ ops }, input) => activate(ops, name, input) };
};

/** `tf.layers.softmax`: part of the loss, and allowed at the end only. */
export const compileSoftmax: LayerCompiler = ({ isLast }) => {
  activationName('softmax', isLast);
  return undefined;
};
