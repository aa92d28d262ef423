import type { Moves } from '../program/operations/windows.js';
import { Obstacle } from './layer.js';

/** Strides and padding of a convolution or pooling layer. @throws {Obstacle} if its channels come first. */
export function movesOf(configuration: Readonly<Record<string, unknown>>): Moves {
  checkChannelsLast(configuration);
  return {
    strides: configuration.strides as readonly number[],
    padding: configuration.padding === 'same' ? 'SAME' : 'VALID',
  };
}

/** @throws {Obstacle} if a layer of images has its channels before rows and columns. */
export function checkChannelsLast({ dataFormat }: Readonly<Record<string, unknown>>): void {
  if (dataFormat === 'channelsFirst') throw new Obstacle('has dataFormat channelsFirst');
}
