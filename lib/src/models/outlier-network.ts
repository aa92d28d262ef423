import type { ImageSize } from '../images/image-size.js';
import { shiftPixels } from '../images/shift-pixels.js';
import { unpackBytes } from '../program/javascript/runtime.js';

/**
 * A small network that recognises the classes of a dataset and, as one further class, outliers. Its inputs
 * are histograms of the directions of edges, which vary less with the pen or the camera than pixels do.
 */
export interface OutlierNetwork {
  /** Units of each hidden layer. */
  readonly hiddenUnits: readonly number[];
  /**
   * The weights (inputs × units, row-major) and biases of each layer: 16-bit integers, little-endian, to be
   * multiplied by `step`. The base64 text is split into parts, because `loadModel` rejects long texts.
   */
  readonly weights: readonly string[];
  readonly step: number;
  /** Score above which an image is out of distribution (see `outlierScore`). */
  readonly threshold: number;
}

const [side, directions] = [7, 8];
const cells = side * side;
/**
 * Number of inputs: for each cell of an image, the strength of edges in each direction, and the brightness.
 */
export const outlierFeatureCount = cells * (directions + 1);

/**
 * Describes an image by histograms of oriented gradients in 7 × 7 cells, and by the cells' brightness. A gradient is
 * shared among the nearest cells and directions.
 *
 * @param pixels 0 to 255, rows × columns, row-major. Outside the image, pixels count as 0.
 * @see Dalal and Triggs 2005, "Histograms of Oriented Gradients for Human Detection".
 */
export function outlierFeatures(pixels: ArrayLike<number>, { rows, columns }: ImageSize): Float32Array {
  const features = new Float32Array(outlierFeatureCount);
  const area = (rows * columns) / cells;
  // The image with a margin of a pixel, and the cells with a margin of a cell, so that the loops need no checks.
  const [wide, width] = [columns + 2, side + 2];
  const grey = new Float32Array((rows + 2) * wide);
  const sums = new Float64Array(width * width * directions);
  const [cellsPerRow, cellsPerColumn] = [side / rows, side / columns];
  for (let row = 0, pixel = 0; row < rows; row++) {
    const cell = cells * directions + Math.floor((row * side) / rows) * side;
    for (let column = 0; column < columns; column++, pixel++) {
      const value = pixels[pixel]!;
      if (value === 0) continue;
      grey[(row + 1) * wide + column + 1] = value;
      features[cell + Math.floor((column * side) / columns)]! += value / (255 * area);
    }
  }
  for (let row = 0; row < rows; row++) {
    const y = (row + 0.5) * cellsPerRow + 0.5;
    const top = Math.floor(y);
    for (let column = 0, at = (row + 1) * wide + 1; column < columns; column++, at++) {
      const right = grey[at + 1]! - grey[at - 1]!;
      const down = grey[at + wide]! - grey[at - wide]!;
      if (right === 0 && down === 0) continue;
      const strength = Math.sqrt(right * right + down * down);
      const turns = turnOf(right, down) * directions;
      const direction = Math.floor(turns);
      const next = (turns - direction) * strength;
      const x = (column + 0.5) * cellsPerColumn + 0.5;
      const left = Math.floor(x);
      // Share the strength between the two nearest directions, and each part among the four nearest cells.
      const cell = (top * width + left) * directions;
      const first = cell + (direction % directions);
      const second = cell + ((direction + 1) % directions);
      add(sums, first, strength - next, x - left, y - top);
      add(sums, second, next, x - left, y - top);
    }
  }
  const scale = (0.49 * 16) / (255 * area);
  for (let row = 0, at = 0; row < side; row++) {
    for (let from = ((row + 1) * width + 1) * directions, end = from + side * directions; from < end; from++)
      features[at++] = Math.sqrt(scale * sums[from]!);
  }
  return features;
}

/** Adds a value to four neighbouring cells: the one at an index, and those to its right, below, and both. */
function add(sums: Float64Array, at: number, value: number, right: number, down: number): void {
  const below = at + (side + 2) * directions;
  const lower = value * down;
  const upper = value - lower;
  sums[at]! += upper * (1 - right);
  sums[at + directions]! += upper * right;
  sums[below]! += lower * (1 - right);
  sums[below + directions]! += lower * right;
}

/**
 * The direction of a gradient, as a fraction of a turn. It is exact for multiples of 45° and at most about 4° off
 * between them, and takes much less time than an arctangent.
 */
function turnOf(right: number, down: number): number {
  const quarter = Math.abs(down) / (Math.abs(right) + Math.abs(down));
  if (down >= 0) return (right >= 0 ? quarter : 2 - quarter) / 4;
  return (right < 0 ? 2 + quarter : 4 - quarter) / 4;
}

/** Sizes of a network's layers, from its inputs to its outputs. */
export function outlierLayerSizes(hiddenUnits: readonly number[], classCount: number): number[] {
  return [outlierFeatureCount, ...hiddenUnits, classCount + 1];
}

/** Number of weights and biases of layers of these sizes. */
export function outlierWeightCount(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, units, layer) => sum + (sizes[layer]! + 1) * units, 0);
}

/** A network with decoded weights. */
export interface UnpackedNetwork {
  readonly sizes: readonly number[];
  readonly weights: Float32Array;
}

const unpacked = new WeakMap<OutlierNetwork, UnpackedNetwork>();

/** Decodes a network's weights, only once per network. */
export function unpackedNetwork(network: OutlierNetwork, classCount: number): UnpackedNetwork {
  const known = unpacked.get(network);
  if (known) return known;
  const bytes = unpackBytes(network.weights.join(''));
  const view = new DataView(bytes.buffer);
  const weights = Float32Array.from(
    { length: bytes.length / 2 },
    (_, index) => network.step * view.getInt16(2 * index, true),
  );
  const result = { sizes: outlierLayerSizes(network.hiddenUnits, classCount), weights };
  unpacked.set(network, result);
  return result;
}

/** Shifts (right, down) at which an image is scored, in 28ths of its width and height. */
const shifts = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/**
 * The log-odds that an image is an outlier or belongs to another class than the predicted one: the lowest of the image
 * and four copies shifted by about a pixel. So an image is not flagged only because it is centred differently from the
 * training images.
 *
 * @param pixels 0 to 255, rows × columns, row-major.
 * @param classIndex The predicted class.
 */
export function outlierScore(
  network: UnpackedNetwork,
  pixels: ArrayLike<number>,
  size: ImageSize,
  classIndex: number,
): number {
  const { rows, columns } = size;
  const scores = shifts.map(([right, down]) => {
    const shifted = new Float32Array(rows * columns);
    shiftPixels(pixels, shifted, size, Math.round((right * columns) / 28), Math.round((down * rows) / 28));
    return logOdds(network, outlierFeatures(shifted, size), classIndex);
  });
  return Math.min(...scores);
}

function logOdds({ sizes, weights }: UnpackedNetwork, features: Float32Array, classIndex: number): number {
  let [values, start] = [features, 0];
  for (let layer = 1; layer < sizes.length; layer++) {
    const [inputs, units] = [values.length, sizes[layer]!];
    const biases = start + inputs * units;
    const sums = weights.slice(biases, biases + units);
    for (let input = 0; input < inputs; input++) {
      const value = values[input]!;
      // Skip values up to 0. Negative hidden units count as 0 (ReLU), and 0 is frequent: the background of images.
      if (value <= 0) continue;
      for (let unit = 0, at = start + input * units; unit < units; unit++, at++)
        sums[unit]! += value * weights[at]!;
    }
    [values, start] = [sums, biases + units];
  }
  const others = values.filter((_, index) => index !== classIndex);
  const largest = Math.max(...others);
  const sum = others.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum) - values[classIndex]!;
}
