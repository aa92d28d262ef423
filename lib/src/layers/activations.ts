import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';
import { type LayerDefinition, Obstacle } from './layer.js';

/** Every activation of tfjs-layers, each as TensorFlow defines it. */
const activations = {
  elu: (ops: Operations, x: Value) => ops.elu(x),
  gelu: (ops: Operations, x: Value) => ops.gelu(x),
  gelu_new: (ops: Operations, x: Value) => ops.geluTanh(x),
  hardSigmoid: (ops: Operations, x: Value) =>
    ops.minimum(ops.maximum(ops.add(ops.multiply(x, 0.2), 0.5), 0), 1),
  linear: (_: Operations, x: Value) => x,
  mish: (ops: Operations, x: Value) => ops.multiply(x, ops.tanh(ops.softplus(x))),
  relu: (ops: Operations, x: Value) => ops.relu(x),
  relu6: (ops: Operations, x: Value) => ops.relu6(x),
  selu: (ops: Operations, x: Value) => ops.selu(x),
  sigmoid: (ops: Operations, x: Value) => ops.sigmoid(x),
  softmax: (ops: Operations, x: Value) => ops.softmax(x),
  softplus: (ops: Operations, x: Value) => ops.softplus(x),
  softsign: (ops: Operations, x: Value) => ops.softsign(x),
  swish: (ops: Operations, x: Value) => ops.multiply(x, ops.sigmoid(x)),
  tanh: (ops: Operations, x: Value) => ops.tanh(x),
};

export type Activation = keyof typeof activations;

export const activationNames = Object.keys(activations) as readonly Activation[];

/** @throws {Obstacle} if the activation is unknown. */
export function activationNamed(name: unknown): (ops: Operations, x: Value) => Value {
  if (!Object.hasOwn(activations, String(name))) throw new Obstacle(`has the unknown activation ${name}`);
  return activations[name as Activation];
}

/** `tf.layers.activation`: an activation as a separate layer. */
export const activation: LayerDefinition = ({ configuration }) => {
  const activate = activationNamed(configuration.activation);
  return ({ ops }, input) => activate(ops, input);
};
