import os from 'node:os';
import { showText } from '../text/escape.js';
import { formatCount } from '../text/format.js';
import { type Architecture, convolutionalOptions, modelOptions } from './model-options.js';

/**
 * Maximum number of weights: a hundred times the lessons' networks. Creating more would take many seconds.
 */
const mostWeights = 100_000_000;

/** The options that determine the number of weights. */
interface NetworkSize {
  readonly architecture?: Architecture;
  readonly filters?: readonly number[];
  readonly poolAfter?: readonly number[];
  readonly kernelSize?: number;
  readonly hiddenUnits?: readonly number[];
  readonly imageShape: readonly [rows: number, columns: number];
  readonly classCount: number;
}

/**
 * Rejects a network that is too large, before memory is allocated for it. Omitted options have their defaults.
 *
 * @throws {RangeError} if it has more than 100 million weights, or if two copies of 4 bytes per weight do not
 *   fit in memory (TensorFlow copies the initial values).
 */
export function checkNetworkSize(
  name: string,
  {
    architecture = 'dense',
    filters,
    poolAfter,
    kernelSize,
    hiddenUnits,
    imageShape,
    classCount,
  }: NetworkSize,
): void {
  const isConvolutional = architecture === 'cnn';
  const standard = isConvolutional ? convolutionalOptions : modelOptions;
  const maps = isConvolutional ? (filters ?? convolutionalOptions.filters.standard) : [];
  const taps = (kernelSize ?? convolutionalOptions.kernelSize.standard) ** 2;
  // Each pooling halves rows and columns, rounded up.
  const poolings = poolAfter ? new Set(poolAfter).size : maps.length;
  const [rows, columns] = imageShape.map((side) => Math.ceil(side / 2 ** poolings)) as [number, number];
  const inputs = rows * columns * (maps.at(-1) ?? 1);
  const sizes = [inputs, ...(hiddenUnits ?? standard.hiddenUnits.standard), classCount];
  const weights =
    maps.reduce((sum, count, layer) => sum + (taps * (maps[layer - 1] ?? 1) + 1) * count, 0) +
    sizes.slice(1).reduce((sum, outputs, layer) => sum + (sizes[layer]! + 1) * outputs, 0);
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const most = Math.min(mostWeights, Math.floor(memory / 8));
  if (weights <= most) return;
  const network = [...maps.map((count) => `${count} filters`), ...sizes].join(' → ');
  throw new RangeError(
    `Creating model "${name}": expected at most ${formatCount(most)} weights but found ${formatCount(weights)} in ` +
      `${showText(network)}. Take fewer ${isConvolutional ? 'filters, fewer ' : ''}hidden units, smaller images or fewer classes.`,
  );
}
