import type { Sequential } from '@tensorflow/tfjs-node';
import { inputLength, inputShape } from './shapes.js';

/** How the numbers of an image lie in a network's input. */
export interface InputLayout {
  readonly rows: number;
  readonly columns: number;
  /** 1 for grey images, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** Whether they are the last axis of the input or the first one. */
  readonly channelOrder: 'last' | 'first';
}

/**
 * How images lie in a network's input, by its shape: `[784]`, `[28, 28]`, `[28, 28, 1]`, `[1, 28, 28]`, `[28, 28, 3]` or
 * `[3, 28, 28]`.
 *
 * @returns The end of a sentence that begins with "The network takes", if it takes no images, or of no one size.
 */
export function inputLayout(model: Sequential): InputLayout | string {
  const given = (model.inputs[0]?.shape ?? []).slice(1);
  const shape = inputShape(model);
  const written = given.map((size) => size ?? 'any').join(' × ');
  if (given.length > 1 && given.includes(null)) return `images of any size (${written})`;
  if (shape.length === 1) {
    const side = Math.sqrt(shape[0]!);
    if (Number.isInteger(side)) return { rows: side, columns: side, channels: 1, channelOrder: 'last' };
    return `${shape[0]} numbers, of which the rows and columns are not known`;
  }
  if (shape.length === 2) return { rows: shape[0]!, columns: shape[1]!, channels: 1, channelOrder: 'last' };
  const [first, middle, last] = shape as [number, number, number];
  if (shape.length === 3 && isChannels(last))
    return { rows: first, columns: middle, channels: last, channelOrder: 'last' };
  if (shape.length === 3 && isChannels(first))
    return { rows: middle, columns: last, channels: first, channelOrder: 'first' };
  const channels = shape.length === 3 ? `, of which neither 1 nor 3 are channels` : '';
  return `${written} numbers${channels}`;
}

function isChannels(size: number): size is 1 | 3 {
  return size === 1 || size === 3;
}

/**
 * The same for images of a shape, which may be known better than the first layer says it.
 *
 * @returns `undefined` if the network does not take grey or colour images of this shape.
 */
export function layoutFor(
  model: Sequential,
  [rows, columns]: readonly [rows: number, columns: number],
): InputLayout | undefined {
  const channels = inputLength(model) / (rows * columns);
  if (!isChannels(channels)) return undefined;
  const found = inputLayout(model);
  const channelOrder = typeof found === 'string' || found.channels !== channels ? 'last' : found.channelOrder;
  return { rows, columns, channels, channelOrder };
}
