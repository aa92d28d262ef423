/** A trained network as data. */
export interface NetworkData {
  readonly classNames: readonly string[];
  /** Height and width of the images, in pixels. */
  readonly rows: number;
  readonly columns: number;
  /** Channels per pixel: 3 for red, green and blue. It is omitted for grey images. */
  readonly channels?: 3;
  /** The temperature that divides the logits. The steps already include it. */
  readonly temperature: number;
  /** Constants, in the order in which they are packed. */
  readonly constants: readonly NetworkConstant[];
  /** The computation from pixels to probabilities, which are the last step's result. */
  readonly steps: readonly NetworkStep[];
  /** Bits per value of quantized constants. */
  readonly bits: 8 | 16 | 32;
  /** The values of all constants, concatenated, little-endian, in base64. */
  readonly weights: string;
}

/**
 * A constant. Quantized constants, of 8 or 16 bits, are integers with a factor per position along the last
 * axis. All others have 32 bits.
 */
export interface NetworkConstant {
  readonly shape: readonly number[];
  readonly rounded?: boolean;
}

/**
 * An application of a kernel. Inputs are numbered: 0 is the image, followed by the constants and the results
 * of steps.
 */
export interface NetworkStep {
  readonly operation: string;
  readonly inputs: readonly number[];
  /** Shape of the result. */
  readonly shape: readonly number[];
  readonly attributes?: KernelAttributes;
}

export interface Prediction {
  /** Probability of each class, by class index. They sum to 1. */
  readonly probabilities: number[];
  /** Index of the most probable class. */
  readonly classIndex: number;
  readonly className: string;
}

/** Predicts from the pixels of one image, 0 (background) to 255, row-major. */
export type Predict = (pixels: ArrayLike<number>) => Prediction;

/** Unpacks a network once and returns its prediction function. */
export function createPredict(data: NetworkData): Predict {
  const constants = unpackConstants(data);
  return (pixels) => {
    checkPixels(pixels, data);
    const probabilities = Array.from(runSteps(data.steps, constants, pixels));
    const classIndex = probabilities.indexOf(Math.max(...probabilities));
    return { probabilities, classIndex, className: data.classNames[classIndex]! };
  };
}

/** Runs a program's steps on the pixels of one image, and returns the last one's result. */
export function runSteps(
  steps: readonly NetworkStep[],
  constants: readonly Tensor[],
  pixels: ArrayLike<number>,
): Tensor['numbers'] {
  const image = { shape: [1, pixels.length], numbers: new Float64Array(pixels) };
  const values: Tensor[] = [image, ...constants];
  for (const { operation, inputs, shape, attributes } of steps) {
    const numbers = kernels[operation]!(
      inputs.map((place) => values[place]!),
      shape,
      attributes ?? {},
    );
    values.push({ shape, numbers });
  }
  return values[values.length - 1]!.numbers;
}

function checkPixels(pixels: ArrayLike<number>, { rows, columns, channels }: NetworkData): void {
  const shape = channels === 3 ? [rows, columns, channels] : [rows, columns];
  const length = shape.reduce((product, size) => product * size);
  if (pixels.length !== length) {
    const what = channels === 3 ? 'numbers' : 'pixels';
    throw new RangeError(
      `Predicting: expected one image of ${shape.join(' × ')} = ${length} ${what} but found ${pixels.length}.`,
    );
  }
  for (let index = 0; index < pixels.length; index++) {
    const pixel = pixels[index]!;
    if (pixel >= 0 && pixel <= 255) continue;
    throw new RangeError(
      `Predicting: expected pixel ${index} to be from 0 (background) to 255 but found ${pixel}.`,
    );
  }
}

/** Values with a shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly numbers: Float64Array | Float32Array;
}

/** Attributes of a kernel's application. */
export type KernelAttributes = Readonly<Record<string, number | boolean | string | readonly number[]>>;

/** An operation of the program, computed for one image. `shape` is the result's. */
export type Kernel = (
  inputs: readonly Tensor[],
  shape: readonly number[],
  attributes: KernelAttributes,
) => Float64Array;

const unary =
  (compute: (x: number) => number): Kernel =>
  ([input]) =>
    new Float64Array(input!.numbers).map(compute);

const binary =
  (compute: (a: number, b: number) => number): Kernel =>
  ([a, b], shape) => {
    const [left, right] = [spread(a!, shape), spread(b!, shape)];
    return new Float64Array(left).map((value, index) => compute(value, right[index]!));
  };

/** The kernel of each operation. Results are those of TensorFlow, up to rounding. */
export const kernels: Readonly<Record<string, Kernel>> = {
  add: binary((a, b) => a + b),
  subtract: binary((a, b) => a - b),
  multiply: binary((a, b) => a * b),
  divide: binary((a, b) => a / b),
  power: binary((a, b) => a ** b),
  minimum: binary(Math.min),
  maximum: binary(Math.max),
  less: binary((a, b) => Number(a < b)),
  greater: binary((a, b) => Number(a > b)),
  select([condition, a, b], shape) {
    const [chosen, other] = [spread(a!, shape), spread(b!, shape)];
    const holds = new Float64Array(spread(condition!, shape));
    return holds.map((is, index) => (is ? chosen[index]! : other[index]!));
  },
  exp: unary(Math.exp),
  log: unary(Math.log),
  negate: unary((x) => -x),
  abs: unary(Math.abs),
  square: unary((x) => x * x),
  squareRoot: unary(Math.sqrt),
  inverseSquareRoot: unary((x) => 1 / Math.sqrt(x)),
  erf: unary(errorFunction),
  relu: unary((x) => Math.max(0, x)),
  relu6: unary((x) => Math.min(6, Math.max(0, x))),
  elu: unary((x) => (x > 0 ? x : Math.expm1(x))),
  selu: unary((x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  tanh: unary(Math.tanh),
  softplus: unary((x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
  softsign: unary((x) => x / (1 + Math.abs(x))),
  matMul([rows, matrix], shape) {
    const [count, units] = shape as [number, number];
    const inputs = matrix!.shape[0]!;
    const [from, weights] = [rows!.numbers, matrix!.numbers];
    const sums = new Float64Array(count * units);
    for (let row = 0; row < count; row++)
      for (let place = 0; place < inputs; place++) {
        const value = from[row * inputs + place]!;
        // Skip zeros, which are frequent: an image's background and the outputs of relu.
        if (value === 0) continue;
        const [to, start] = [row * units, place * units];
        for (let unit = 0; unit < units; unit++) sums[to + unit]! += value * weights[start + unit]!;
      }
    return sums;
  },
  conv2d([images, kernel], shape, attributes) {
    const [channels, filters] = kernel!.shape.slice(2) as [number, number];
    const [from, weights] = [images!.numbers, kernel!.numbers];
    const sums = new Float64Array(sizeOf(shape));
    overWindows(images!.shape, shape, kernel!.shape, attributes, (target, source, place) => {
      for (let channel = 0; channel < channels; channel++) {
        const value = from[source * channels + channel]!;
        if (value === 0) continue;
        const [to, start] = [target * filters, (place * channels + channel) * filters];
        for (let filter = 0; filter < filters; filter++)
          sums[to + filter]! += value * weights[start + filter]!;
      }
    });
    return sums;
  },
  depthwiseConv2d([images, kernel], shape, attributes) {
    const [channels, multiplier] = kernel!.shape.slice(2) as [number, number];
    const filters = channels * multiplier;
    const sums = new Float64Array(sizeOf(shape));
    overWindows(images!.shape, shape, kernel!.shape, attributes, (target, source, place) => {
      for (let filter = 0; filter < filters; filter++)
        sums[target * filters + filter]! +=
          images!.numbers[source * channels + Math.floor(filter / multiplier)]! *
          kernel!.numbers[place * filters + filter]!;
    });
    return sums;
  },
  maxPool([images], shape, attributes) {
    const channels = shape[3]!;
    const largest = new Float64Array(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
    const size = attributes.size as readonly number[];
    overWindows(images!.shape, shape, size, attributes, (target, source) => {
      for (let channel = 0; channel < channels; channel++) {
        const value = images!.numbers[source * channels + channel]!;
        if (value > largest[target * channels + channel]!) largest[target * channels + channel] = value;
      }
    });
    return largest;
  },
  averagePool([images], shape, attributes) {
    const channels = shape[3]!;
    const sums = new Float64Array(sizeOf(shape));
    const counts = new Float64Array(sums.length / channels);
    const size = attributes.size as readonly number[];
    overWindows(images!.shape, shape, size, attributes, (target, source) => {
      counts[target]! += 1;
      for (let channel = 0; channel < channels; channel++)
        sums[target * channels + channel]! += images!.numbers[source * channels + channel]!;
    });
    return sums.map((sum, index) => sum / counts[Math.floor(index / channels)]!);
  },
  pad([input], shape, { before }) {
    const result = new Float64Array(sizeOf(shape));
    const places = placesOfBlock(input!.shape, shape, before as readonly number[]);
    input!.numbers.forEach((value, index) => {
      result[places(index)] = value;
    });
    return result;
  },
  crop([input], shape, { before }) {
    const places = placesOfBlock(shape, input!.shape, before as readonly number[]);
    return Float64Array.from({ length: sizeOf(shape) }, (_, index) => input!.numbers[places(index)]!);
  },
  enlarge([images], shape, { factors, isSmooth }) {
    const [, height, width, channels] = images!.shape as [number, number, number, number];
    const [count, rows, columns] = shape as [number, number, number];
    const result = new Float64Array(sizeOf(shape));
    /**
     * The index of the pixel before a position, the index of the pixel after it, and the interpolation
     * weight.
     */
    const between = (place: number, factor: number, size: number) => {
      const before = Math.floor(place / factor);
      return [before, Math.min(before + 1, size - 1), isSmooth ? place / factor - before : 0] as const;
    };
    const [down, right] = factors as [number, number];
    for (let image = 0; image < count; image++)
      for (let row = 0; row < rows; row++) {
        const [above, below, lower] = between(row, down, height);
        for (let column = 0; column < columns; column++) {
          const [left, next, later] = between(column, right, width);
          for (let channel = 0; channel < channels; channel++) {
            const pixel = (y: number, x: number) =>
              images!.numbers[((image * height + y) * width + x) * channels + channel]!;
            const blend = (y: number) => pixel(y, left) * (1 - later) + pixel(y, next) * later;
            result[((image * rows + row) * columns + column) * channels + channel] =
              blend(above) * (1 - lower) + blend(below) * lower;
          }
        }
      }
    return result;
  },
  addBias: binary((a, b) => a + b),
  sum: reduction((sum, value) => sum + value, 0),
  max: reduction(Math.max, Number.NEGATIVE_INFINITY),
  mean(inputs, shape, attributes) {
    const sums = kernels.sum!(inputs, shape, attributes);
    const count = inputs[0]!.numbers.length / sums.length;
    return sums.map((sum) => sum / count);
  },
  reshape: ([input]) => new Float64Array(input!.numbers),
  softmax([input], shape) {
    const size = shape[shape.length - 1]!;
    const result = new Float64Array(input!.numbers);
    for (let start = 0; start < result.length; start += size) {
      const row = result.subarray(start, start + size);
      const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
      row.forEach((value, index) => {
        row[index] = Math.exp(value - largest);
      });
      const sum = row.reduce((total, power) => total + power, 0);
      row.forEach((power, index) => {
        row[index] = power / sum;
      });
    }
    return result;
  },
};

/** Reduces values along the axes of the attribute `axes`. */
function reduction(combine: (result: number, value: number) => number, start: number): Kernel {
  return ([input], _, { axes }) => {
    const kept = input!.shape.map((size, axis) => ((axes as readonly number[]).includes(axis) ? 1 : size));
    const places = placesIn(kept, input!.shape);
    const results = new Float64Array(sizeOf(kept)).fill(start);
    input!.numbers.forEach((value, index) => {
      const place = places(index);
      results[place] = combine(results[place]!, value);
    });
    return results;
  };
}

/**
 * Visits every pixel of every window, with the indices of the window and the pixel, and the position in the
 * window.
 */
function overWindows(
  from: readonly number[],
  to: readonly number[],
  window: readonly number[],
  { strides, padding }: KernelAttributes,
  visit: (target: number, source: number, place: number) => void,
): void {
  const [count, height, width] = from as [number, number, number];
  const [, rows, columns] = to as [number, number, number];
  const [windowRows, windowColumns] = window as [number, number];
  const [down, right] = strides as [number, number];
  const margin = (size: number, places: number, stride: number, length: number) =>
    padding === 'SAME' ? Math.floor(Math.max((places - 1) * stride + length - size, 0) / 2) : 0;
  const [above, left] = [
    margin(height, rows, down, windowRows),
    margin(width, columns, right, windowColumns),
  ];
  for (let image = 0; image < count; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let windowRow = 0; windowRow < windowRows; windowRow++) {
          const y = row * down + windowRow - above;
          if (y < 0 || y >= height) continue;
          for (let windowColumn = 0; windowColumn < windowColumns; windowColumn++) {
            const x = column * right + windowColumn - left;
            if (x < 0 || x >= width) continue;
            const target = (image * rows + row) * columns + column;
            visit(target, (image * height + y) * width + x, windowRow * windowColumns + windowColumn);
          }
        }
}

/**
 * Maps an index in a block to the index in the larger shape that contains it, starting at `start` along each
 * axis.
 */
function placesOfBlock(
  block: readonly number[],
  shape: readonly number[],
  start: readonly number[],
): (index: number) => number {
  return (index) => {
    let [rest, place, stride] = [index, 0, 1];
    for (let axis = block.length - 1; axis >= 0; axis--) {
      const along = rest % block[axis]!;
      rest = (rest - along) / block[axis]!;
      place += (along + start[axis]!) * stride;
      stride *= shape[axis]!;
    }
    return place;
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The values of a tensor, broadcast to a shape. */
function spread({ shape: from, numbers }: Tensor, shape: readonly number[]): Tensor['numbers'] {
  const length = sizeOf(shape);
  if (numbers.length === length) return numbers;
  const result = new Float64Array(length);
  if (numbers.length === 1) return result.fill(numbers[0]!);
  if (from.every((size, axis) => size === shape[axis - from.length + shape.length])) {
    for (let start = 0; start < length; start += numbers.length) result.set(numbers, start);
    return result;
  }
  const places = placesIn(from, shape);
  return result.map((_, index) => numbers[places(index)]!);
}

/** Maps an index in a shape to the index in a smaller shape that is broadcast to it. */
function placesIn(smaller: readonly number[], shape: readonly number[]): (index: number) => number {
  const strides: number[] = [];
  let [stride, own] = [1, 1];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = smaller[axis - shape.length + smaller.length] ?? 1;
    strides.unshift(stride, size === 1 ? 0 : own);
    stride *= shape[axis]!;
    own *= size;
  }
  return (index) => {
    let [rest, place] = [index, 0];
    for (let at = 0; at < strides.length; at += 2) {
      const along = Math.floor(rest / strides[at]!);
      rest -= along * strides[at]!;
      place += along * strides[at + 1]!;
    }
    return place;
  };
}

/**
 * The error function, by Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.26. Its error is
 * below 1.5e-7.
 */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

function unpackConstants({ constants, bits, weights }: NetworkData): Tensor[] {
  const view = new DataView(unpackBytes(weights).buffer);
  let read = 0;
  const readers = {
    8: () => view.getInt8(read),
    16: () => view.getInt16(read, true),
    32: () => view.getFloat32(read, true),
  };
  const take = (count: number, size: NetworkData['bits']) => {
    const numbers = new Float32Array(count);
    for (let index = 0; index < count; index++) {
      numbers[index] = readers[size]();
      read += size / 8;
    }
    return numbers;
  };
  return constants.map(({ shape, rounded }) => {
    const length = sizeOf(shape);
    if (!rounded) return { shape, numbers: take(length, 32) };
    const units = shape[shape.length - 1]!;
    const numbers = take(length, bits);
    const factors = take(units, 32);
    return { shape, numbers: numbers.map((number, index) => number * factors[index % units]!) };
  });
}

/** Decodes base64 without `atob`, so that it runs in every JavaScript environment. */
export function unpackBytes(base64: string): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const codes = new Uint8Array(128);
  for (let code = 0; code < 64; code++) codes[alphabet.charCodeAt(code)] = code;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  for (let byte = 0, at = 0; at < base64.length; byte += 3, at += 4) {
    const first = (codes[base64.charCodeAt(at)]! << 2) | (codes[base64.charCodeAt(at + 1)]! >> 4);
    const second = (codes[base64.charCodeAt(at + 1)]! << 4) | (codes[base64.charCodeAt(at + 2)]! >> 2);
    const third = (codes[base64.charCodeAt(at + 2)]! << 6) | codes[base64.charCodeAt(at + 3)]!;
    // Writes past the end, from padding characters, are ignored, and so are higher bits.
    bytes[byte] = first;
    bytes[byte + 1] = second;
    bytes[byte + 2] = third;
  }
  return bytes;
}
