import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';
import { activationNamed } from './activations.js';
import { type LayerDefinition, type LayerSource, Obstacle, type Pass } from './layer.js';
import { movesOf } from './windows.js';

/** `tf.layers.conv2d`: filters over all channels, then bias and activation. */
export const conv2d: LayerDefinition = (source) => {
  const { configuration, variable } = source;
  const moves = movesOf(configuration);
  const kernel = variable('kernel', 'weight');
  const finish = biasAndActivation(source);
  return (pass, input) => {
    const weights = dilated(pass.ops, pass.read(kernel), configuration.dilationRate as readonly number[]);
    return finish(pass, pass.ops.conv2d(input, weights, moves));
  };
};

/** `tf.layers.depthwiseConv2d`: filters over each channel separately, then bias and activation. */
export const depthwiseConv2d: LayerDefinition = (source) => {
  const { configuration, variable } = source;
  const moves = evenMovesOf(configuration);
  const kernel = variable('depthwise_kernel', 'weight');
  const finish = biasAndActivation(source);
  return (pass, input) => finish(pass, pass.ops.depthwiseConv2d(input, pass.read(kernel), moves));
};

/**
 * `tf.layers.separableConv2d`: filters over each channel separately, then a 1 × 1 convolution (Chollet 2017).
 */
export const separableConv2d: LayerDefinition = (source) => {
  const { configuration, variable } = source;
  const moves = evenMovesOf(configuration);
  const depthwise = variable('depthwise_kernel', 'weight');
  const pointwise = variable('pointwise_kernel', 'weight');
  const finish = biasAndActivation(source);
  return (pass, input) => {
    const { ops } = pass;
    const filtered = ops.depthwiseConv2d(input, pass.read(depthwise), moves);
    return finish(pass, ops.conv2d(filtered, pass.read(pointwise), { strides: [1, 1], padding: 'VALID' }));
  };
};

/** Strides and padding of a depthwise convolution, for which TensorFlow requires equal strides. */
function evenMovesOf(configuration: LayerSource['configuration']) {
  const moves = movesOf(configuration);
  if ((configuration.dilationRate as readonly number[]).some((rate) => rate !== 1))
    throw new Obstacle(`has dilationRate ${configuration.dilationRate}`);
  if (moves.strides[0] !== moves.strides[1]) throw new Obstacle(`has strides ${moves.strides}`);
  return moves;
}

function biasAndActivation({ configuration, optional }: LayerSource) {
  const activate = activationNamed(configuration.activation);
  const bias = optional('bias', 'offset');
  return (pass: Pass, sums: Value): Value =>
    activate(pass.ops, bias ? pass.ops.addBias(sums, pass.read(bias)) : sums);
}

/**
 * A kernel with zeros between its rows and columns, because TensorFlow has no gradient of dilated
 * convolutions on CPU.
 */
function dilated(ops: Operations, kernel: Value, rates: readonly number[]): Value {
  if (rates.every((rate) => rate === 1)) return kernel;
  const [rows, columns, ...others] = kernel.shape as [number, number, ...number[]];
  const [down, right] = rates.map((rate) => rate - 1) as [number, number];
  const apart = ops.pad(
    ops.reshape(kernel, [rows, 1, columns, 1, ...others]),
    [0, 0, 0, 0, 0, 0],
    [0, down, 0, right, 0, 0],
  );
  const joined = ops.reshape(apart, [rows * (down + 1), columns * (right + 1), ...others]);
  return ops.crop(joined, [0, 0, 0, 0], [down, right, 0, 0]);
}
