import type { Sequential } from '@tensorflow/tfjs-node';
import { inputLength, inputShape } from './shapes.js';

/** The layout of an image in a network's input. */
export interface InputLayout {
  readonly rows: number;
  readonly columns: number;
  /** 1 for grey images, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** Whether the channels are the last axis of the input or the first one. */
  readonly channelOrder: 'last' | 'first';
}

/**
 * Determines the layout of images from the shape of a network's input: `[784]`, `[28, 28]`, `[28, 28, 1]`,
 * `[1, 28, 28]`, `[28, 28, 3]` or `[3, 28, 28]`. A single size such as 784 must be a square number.
 *
 * @returns The layout. If the input is not images of one size, a description of the input that completes the
 *   sentence "The network takes …".
 */
export function inputLayout(model: Sequential): InputLayout | string {
  const given = (model.inputs[0]?.shape ?? []).slice(1);
  const shape = inputShape(model);
  const written = given.map((size) => size ?? 'any').join(' × ');
  if (given.length > 1 && given.includes(null)) return `images of any size (${written})`;
  if (shape.length === 1) {
    const side = Math.sqrt(shape[0]!);
    if (Number.isInteger(side)) return { rows: side, columns: side, channels: 1, channelOrder: 'last' };
    return `${shape[0]} numbers, with unknown rows and columns`;
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
 * The layout for images of a given shape, even if the network's first layer does not fix their shape.
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
