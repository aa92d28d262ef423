/** A trained network as data. */
export interface NetworkData {
  readonly classNames: readonly string[];
  /** Height and width of the images, in pixels. */
  readonly rows: number;
  readonly columns: number;
  /** The network's input is `(pixel / 255 - mean) / standardDeviation`. */
  readonly inputScaling: { readonly mean: number; readonly standardDeviation: number };
  /** Probabilities are raised to its inverse and made to sum to 1 again; 1 changes nothing. */
  readonly temperature: number;
  /** From input to output. */
  readonly steps: readonly NetworkStep[];
  /** Bits of each weight of the dense steps. */
  readonly bits: 8 | 16 | 32;
  /** The numbers of all steps one after the other, little-endian, in base64. */
  readonly weights: string;
}

/**
 * One step. `dense` has inputs × units weights and units biases; weights of 8 or 16 bits are whole numbers and come with
 * a factor for each unit before the biases. `affine` has size factors and size shifts. `standardize` gives numbers that
 * stand together, so many, mean 0 and variance 1.
 */
export type NetworkStep =
  | { readonly kind: 'dense'; readonly inputs: number; readonly units: number }
  | { readonly kind: 'affine'; readonly size: number }
  | { readonly kind: 'standardize'; readonly size: number; readonly epsilon: number }
  | { readonly kind: 'activation'; readonly name: ActivationName; readonly slope?: number };

export interface Prediction {
  /** Of each class, by class index; they sum to 1. */
  readonly probabilities: number[];
  /** The most probable class. */
  readonly classIndex: number;
  readonly className: string;
}

/** A function from the pixels of one image, 0 (background) to 255, row-major, to a prediction. */
export type Predict = (pixels: ArrayLike<number>) => Prediction;

/** Unpacks a network, once; what it returns predicts without any more preparation. */
export function createPredict(data: NetworkData): Predict {
  const bytes = unpackBytes(data.weights);
  const view = new DataView(bytes.buffer);
  let read = 0;
  const readers = {
    8: () => view.getInt8(read),
    16: () => view.getInt16(read, true),
    32: () => view.getFloat32(read, true),
  };
  const takeNumbers = (count: number, bits: NetworkData['bits'] = 32) => {
    const numbers = new Float32Array(count);
    for (let index = 0; index < count; index++) {
      numbers[index] = readers[bits]();
      read += bits / 8;
    }
    return numbers;
  };
  const layers = data.steps.map((step): ((input: Float64Array) => Float64Array) => {
    if (step.kind === 'activation') return (input) => activate(input, step.name, step.slope);
    if (step.kind === 'standardize') return (input) => standardize(input, step.size, step.epsilon);
    if (step.kind === 'dense') {
      const weights = takeNumbers(step.inputs * step.units, data.bits);
      const factors = data.bits === 32 ? undefined : takeNumbers(step.units);
      const biases = takeNumbers(step.units);
      return (input) => multiply(input, weights, factors, biases);
    }
    const factors = takeNumbers(step.size);
    const shifts = takeNumbers(step.size);
    return (input) => input.map((value, index) => value * factors[index]! + shifts[index]!);
  });

  return (pixels) => {
    checkPixels(pixels, data);
    const { mean, standardDeviation } = data.inputScaling;
    let values: Float64Array = Float64Array.from(pixels, (pixel) => (pixel / 255 - mean) / standardDeviation);
    for (const layer of layers) values = layer(values);
    const probabilities = data.temperature === 1 ? Array.from(values) : soften(values, data.temperature);
    const classIndex = probabilities.indexOf(Math.max(...probabilities));
    return { probabilities, classIndex, className: data.classNames[classIndex]! };
  };
}

/** Against the largest, so that a temperature near 0 does not make all of them 0. */
function soften(probabilities: Float64Array, temperature: number): number[] {
  const largest = Math.max(...probabilities);
  const powers = Array.from(probabilities, (probability) => (probability / largest) ** (1 / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function checkPixels(pixels: ArrayLike<number>, { rows, columns }: NetworkData): void {
  if (pixels.length !== rows * columns) {
    throw new RangeError(
      `Predicting: expected one image of ${rows} × ${columns} = ${rows * columns} pixels but found ${pixels.length}.`,
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

function multiply(
  input: Float64Array,
  weights: Float32Array,
  factors: Float32Array | undefined,
  biases: Float32Array,
): Float64Array {
  const units = biases.length;
  const sums = new Float64Array(units);
  for (let row = 0; row < input.length; row++) {
    const value = input[row]!;
    // Many numbers are 0, such as an image's background and what relu leaves: their rows need no work.
    if (value === 0) continue;
    const start = row * units;
    for (let unit = 0; unit < units; unit++) sums[unit]! += value * weights[start + unit]!;
  }
  return sums.map((sum, unit) => sum * (factors ? factors[unit]! : 1) + biases[unit]!);
}

function standardize(values: Float64Array, size: number, epsilon: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += size) {
    const group = values.subarray(start, start + size);
    const mean = group.reduce((sum, value) => sum + value, 0) / size;
    const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    for (let index = 0; index < size; index++)
      result[start + index] = (group[index]! - mean) / Math.sqrt(variance + epsilon);
  }
  return result;
}

/** Activations as TensorFlow defines them, each from one number to one number. `slope` is that below 0. */
const activations = {
  elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
  gelu: (x: number) => 0.5 * x * (1 + errorFunction(x / Math.SQRT2)),
  gelu_new: (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  hardSigmoid: (x: number) => Math.min(1, Math.max(0, 0.2 * x + 0.5)),
  leakyRelu: (x: number, slope: number) => (x > 0 ? x : slope * x),
  mish: (x: number) => x * Math.tanh(softplus(x)),
  relu: (x: number) => Math.max(0, x),
  relu6: (x: number) => Math.min(6, Math.max(0, x)),
  selu: (x: number) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  softplus: (x: number) => softplus(x),
  softsign: (x: number) => x / (1 + Math.abs(x)),
  swish: (x: number) => x / (1 + Math.exp(-x)),
  tanh: (x: number) => Math.tanh(x),
};

export type ActivationName = keyof typeof activations | 'softmax';

function activate(values: Float64Array, name: ActivationName, slope = 1): Float64Array {
  if (name !== 'softmax') {
    const activation = activations[name];
    return values.map((value) => activation(value, slope));
  }
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function softplus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.26: right to 1.5e-7. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

/** Written out rather than left to `atob`, so that it runs wherever JavaScript does. */
function unpackBytes(base64: string): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const codes = new Uint8Array(128);
  for (let code = 0; code < 64; code++) codes[alphabet.charCodeAt(code)] = code;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  for (let byte = 0, at = 0; at < base64.length; byte += 3, at += 4) {
    const first = (codes[base64.charCodeAt(at)]! << 2) | (codes[base64.charCodeAt(at + 1)]! >> 4);
    const second = (codes[base64.charCodeAt(at + 1)]! << 4) | (codes[base64.charCodeAt(at + 2)]! >> 2);
    const third = (codes[base64.charCodeAt(at + 2)]! << 6) | codes[base64.charCodeAt(at + 3)]!;
    // Numbers written past the end, where the text is padded, are dropped; higher bits are as well.
    bytes[byte] = first;
    bytes[byte + 1] = second;
    bytes[byte + 2] = third;
  }
  return bytes;
}
