import type { Sequential } from '@tensorflow/tfjs-node';
import { Obstacle } from '../layers/layer.js';
import { LayerObstacle, logitsOf, networkOf, predictingPass, scalePixels } from '../layers/network.js';
import { foldConstants } from '../program/fold-constants.js';
import { inOrder, Recorder } from '../program/recorder.js';
import { type Numbers, sizeOf, type Value } from '../program/value.js';
import { layoutFor } from './input-layout.js';
import { modelMetadata } from './metadata.js';
import { inputLength } from './shapes.js';

/** A runtime or file format for programs. */
export interface Backend {
  readonly name: string;
  /** Whether it supports an operation. */
  has(operation: string): boolean;
  /** Limit on the numbers in all values of the program together. Defaults to none. */
  readonly mostNumbers?: number;
}

export interface NetworkProgram {
  /** The input: pixels 0 to 255, N × pixels. */
  readonly pixels: Value;
  /** The output: probabilities, N × classes. */
  readonly probabilities: Value;
}

/**
 * Records a model's forward pass as a program that includes input scaling and temperature. Operations on constants
 * are replaced by their results.
 *
 * @param count Batch size, or -1 for any.
 * @throws {TypeError} if the backend cannot express a layer. The message names both.
 * @throws {RangeError} if a weight is not finite, or the program has too many numbers for the backend.
 */
export function networkProgram(model: Sequential, count: number, backend: Backend): NetworkProgram {
  const { name, imageShape, inputScaling, temperature } = modelMetadata(model);
  const layout = layoutFor(model, imageShape);
  if (layout?.channels === 3 && layout.channelOrder === 'first')
    throw new TypeError(
      `Converting model "${name}": it takes colours as three images, channels first, which ${backend.name} does not support.`,
    );
  const ops = new Recorder((operation) => {
    if (!backend.has(operation))
      throw new Obstacle(`needs the operation ${operation}, which ${backend.name} does not support`);
  });
  const pixels = ops.input('float', [count, inputLength(model)]);
  let output: Value;
  try {
    const network = networkOf(model, { name: backend.name, training: false });
    output = network.classify(predictingPass(ops, model), scalePixels(ops, pixels, inputScaling));
  } catch (cause) {
    if (!(cause instanceof LayerObstacle)) throw cause;
    throw new TypeError(`Converting model "${name}": ${cause.message}.`, { cause });
  }
  const { mostNumbers = Number.POSITIVE_INFINITY } = backend;
  const numbers = inOrder(output).reduce((sum, { shape }) => sum + Math.abs(sizeOf(shape)), 0);
  if (numbers > mostNumbers)
    throw new RangeError(
      `Converting model "${name}": expected at most ${mostNumbers} numbers for ${backend.name} but found ${numbers}.`,
    );
  const probabilities = foldConstants(ops, withTemperature(ops, output, temperature));
  for (const { constant } of inOrder(probabilities))
    if (constant && !areFinite(constant))
      throw new RangeError(
        `Converting model "${name}": expected finite weights but some are NaN or infinite. Train it again.`,
      );
  return { pixels, probabilities };
}

/** Whether all numbers are finite: only then is each product with 0 equal to 0. Otherwise, it is NaN. */
function areFinite(numbers: Numbers): boolean {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += 0 * numbers[at]!;
  return sum === 0;
}

/**
 * Divides logits by the temperature. Without a final softmax, raises probabilities to the power of 1 /
 * temperature.
 */
function withTemperature(ops: Recorder, output: Value, temperature: number): Value {
  if (temperature === 1) return output;
  const logits = logitsOf(output);
  if (logits) return ops.softmax(ops.multiply(logits, 1 / temperature));
  const along = { keepDimensions: true };
  // Divide by the largest probability, so that they do not all underflow to 0 at a temperature near 0.
  const largest = ops.max(output, [1], along);
  const powers = ops.power(ops.divide(output, largest), 1 / temperature);
  return ops.divide(powers, ops.sum(powers, [1], along));
}
