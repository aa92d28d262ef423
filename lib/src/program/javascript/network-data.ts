import { inOrder } from '../recorder.js';
import type { Numbers, Value } from '../value.js';
import { toFixedPoint } from './fixed-point.js';
import type { NetworkConstant, NetworkData, NetworkStep } from './runtime.js';

/** Bits that each weight is stored in: 8 and 16 as whole numbers (see `toFixedPoint`), 32 as they are. */
export type WeightBits = 8 | 16 | 32;

/** A program in the form that the runtime takes. */
export type ProgramData = Pick<NetworkData, 'constants' | 'steps' | 'bits' | 'weights'>;

/**
 * Writes a recorded program for the runtime in pages and modules.
 *
 * @param input the pixels that the program was recorded with, 1 × pixels.
 * @param weightBits of what is multiplied by the numbers of an image; everything else has 32.
 */
export function toNetworkData(input: Value, result: Value, weightBits: WeightBits): ProgramData {
  const values = inOrder(result);
  const constants = values.filter(({ constant }) => constant);
  const steps = values.filter(({ source, constant }) => source && !constant);
  const places = new Map([input, ...constants, ...steps].map((value, index) => [value, index]));
  const weights = new Set(
    steps.flatMap(({ source }) => (/^(matMul|conv2d)$/.test(source!.operation) ? [source!.inputs[1]!] : [])),
  );
  const isRounded = (value: Value) => weightBits !== 32 && weights.has(value);
  const arrays = constants.flatMap((value): ArrayBufferView[] => {
    const numbers = Float32Array.from(value.constant as Numbers);
    if (!isRounded(value)) return [numbers];
    const fixed = toFixedPoint(numbers, value.shape.at(-1)!, weightBits as 8 | 16);
    return [fixed.numbers, fixed.steps];
  });
  return {
    constants: constants.map((value): NetworkConstant => {
      return { shape: value.shape, ...(isRounded(value) && { rounded: true }) };
    }),
    steps: steps.map(({ source, shape }): NetworkStep => {
      const { operation, inputs, attributes } = source!;
      const needed = Object.keys(attributes).length > 0 && { attributes };
      return { operation, inputs: inputs.map((value) => places.get(value)!), shape, ...needed };
    }),
    bits: weightBits,
    weights: Buffer.concat(
      arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    ).toString('base64'),
  };
}
