import type { Primitive } from '../program/operation.js';
import { operations } from '../program/operation-table.js';
import type { Pool } from '../program/operations/windows.js';
import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';
import type { LayerDefinition, LayerSource } from './layer.js';
import { checkChannelsLast, movesOf } from './windows.js';

/** `tf.layers.maxPooling2d`: the maximum of each window. */
export const maxPooling2d: LayerDefinition = ({ configuration }) => {
  const pool = poolOf(configuration);
  return ({ ops }, input) => maxPool(ops, input, pool);
};

/** `tf.layers.averagePooling2d`: the mean of each window. */
export const averagePooling2d: LayerDefinition = ({ configuration }) => {
  const pool = poolOf(configuration);
  return ({ ops }, input) => ops.averagePool(input, pool);
};

/** `tf.layers.globalMaxPooling2d`: the maximum of each channel. */
export const globalMaxPooling2d: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  return ({ ops }, input) => ops.max(input, [1, 2]);
};

/** `tf.layers.globalAveragePooling2d`: the mean of each channel. */
export const globalAveragePooling2d: LayerDefinition = ({ configuration }) => {
  checkChannelsLast(configuration);
  return ({ ops }, input) => ops.mean(input, [1, 2]);
};

function poolOf(configuration: LayerSource['configuration']): Pool {
  return { ...movesOf(configuration), size: configuration.poolSize as readonly number[] };
}

/** Pools before a bias and a monotonic activation: the result is the same, with fewer values to compute. */
function maxPool(ops: Operations, input: Value, pool: Pool): Value {
  const { source } = input;
  if (!source || !(operations[source.operation] as Primitive).isMonotone) return ops.maxPool(input, pool);
  const [first, ...others] = source.inputs;
  return ops.use(source.operation, [maxPool(ops, first!, pool), ...others], source.attributes);
}
