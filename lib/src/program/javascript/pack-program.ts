import type { Primitive } from '../operation.js';
import { operations } from '../operation-table.js';
import { inOrder } from '../recorder.js';
import type { Value } from '../value.js';
import type { NetworkConstant, NetworkData, NetworkStep } from './runtime.js';

/** Bits per weight: 8 and 16 are stored as integers (see `toFixedPoint`), 32 as floats. */
export type WeightBits = 8 | 16 | 32;

/** A program in the runtime's format. */
export type ProgramData = Pick<NetworkData, 'constants' | 'steps' | 'bits' | 'weights'>;

/** A program as the runtime's steps, whose inputs are numbered: the image, the constants, the results of steps. */
export interface ProgramSteps {
  readonly constants: readonly Value[];
  readonly steps: readonly NetworkStep[];
  /** Constants that are weights in sums of products. */
  readonly weights: ReadonlySet<Value>;
  /** Number of multiplications, which dominate the cost. */
  readonly multiplications: number;
}

/** @param input The input with which the program was recorded, 1 × pixels. */
export function toSteps(input: Value, result: Value): ProgramSteps {
  const values = inOrder(result);
  const constants = values.filter(({ constant }) => constant);
  const computed = values.filter(({ source, constant }) => source && !constant);
  const places = new Map([input, ...constants, ...computed].map((value, index) => [value, index]));
  const weights = new Set<Value>();
  let multiplications = 0;
  const steps = computed.map((value): NetworkStep => {
    const { operation, inputs, attributes } = value.source!;
    const primitive = operations[operation] as Primitive;
    if (primitive.sumsProducts) weights.add(inputs[1]!);
    multiplications += primitive.multiplications?.(inputs, value) ?? 0;
    const needed = Object.keys(attributes).length > 0 && { attributes };
    return { operation, inputs: inputs.map((each) => places.get(each)!), shape: value.shape, ...needed };
  });
  return { constants, steps, weights, multiplications };
}

/**
 * Converts a recorded program to the format of the runtime in pages and modules.
 *
 * @param input The input with which the program was recorded, 1 × pixels.
 * @param weightBits Bits of the weights in products. All other constants have 32.
 */
export function toNetworkData(input: Value, result: Value, weightBits: WeightBits): ProgramData {
  const { constants, steps, weights } = toSteps(input, result);
  const isRounded = (value: Value) => weightBits !== 32 && weights.has(value);
  const arrays = constants.flatMap((value): ArrayBufferView[] => {
    const numbers = new Float32Array(value.constant!);
    if (!isRounded(value)) return [numbers];
    const fixed = toFixedPoint(numbers, value.shape.at(-1)!, weightBits as 8 | 16);
    return [fixed.numbers, fixed.steps];
  });
  return {
    constants: constants.map((value): NetworkConstant => {
      return { shape: value.shape, ...(isRounded(value) && { rounded: true }) };
    }),
    steps,
    bits: weightBits,
    weights: Buffer.concat(
      arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    ).toString('base64'),
  };
}

/** Weights as integers, to be multiplied by the step of their unit. */
export interface FixedPoint {
  /** Inputs × units, row-major: -127 to 127 with 8 bits, -32,767 to 32,767 with 16. */
  readonly numbers: Int8Array | Int16Array;
  /** Quantization step of each unit. */
  readonly steps: Float32Array;
}

const arrays = { 8: Int8Array, 16: Int16Array } as const;

/**
 * Quantizes a layer's weights to evenly spaced values per unit, up to its largest weight: 255 values
 * with 8 bits, 65,535 with 16.
 *
 * IEEE half precision also has 16 bits, but is less precise for large weights: with it, the probabilities of
 * four trained networks on their 10,000 test images were off by up to 5.6e-4, with this by up to 7.4e-5.
 *
 * @param weights Inputs × units, row-major, finite.
 */
export function toFixedPoint(weights: Float32Array, units: number, bits: keyof typeof arrays): FixedPoint {
  const largestNumber = 2 ** (bits - 1) - 1;
  const steps = new Float32Array(units);
  weights.forEach((weight, index) => {
    steps[index % units] = Math.max(steps[index % units]!, Math.abs(weight));
  });
  for (let unit = 0; unit < units; unit++) steps[unit]! /= largestNumber;
  const numbers = new arrays[bits](weights.length);
  weights.forEach((weight, index) => {
    const step = steps[index % units]!;
    const number = step === 0 ? 0 : Math.round(weight / step);
    numbers[index] = Math.max(-largestNumber, Math.min(largestNumber, number));
  });
  return { numbers, steps };
}
