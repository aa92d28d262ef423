import type { Sequential } from '@tensorflow/tfjs-node';
import type { Preprocessing } from '../images/preprocessing.js';
import { type OutputKind, outputKind } from '../layers/outputs.js';
import { type InputLayout, layoutFor } from './input-layout.js';
import { type InputRange, rangeOf } from './input-range.js';
import { modelMetadata, type RangeSource, rangeSource, shapeObstacle } from './metadata.js';

/** How a model is read: what it is given for an image, and what its numbers are taken for. */
export interface ModelReading {
  readonly preprocessing: Preprocessing;
  readonly input: InputLayout & {
    /** Range of the numbers that pixels become, or `'standardized'` for a mean and a standard deviation. */
    readonly range: InputRange | 'standardized';
    /** Where the range is from; `'assumed'` where neither metadata nor layers say it. */
    readonly rangeSource: RangeSource;
  };
  /** What of a loaded model was left out, each a sentence without its stop. */
  readonly notes: readonly string[];
  readonly output: {
    /** What the last layer gives. The library makes probabilities of it, which sum to 1. */
    readonly kind: OutputKind;
    readonly classNames: readonly string[];
  };
}

const notesOn = new WeakMap<Sequential, readonly string[]>();

export function setReadingNotes(model: Sequential, notes: readonly string[]): void {
  notesOn.set(model, notes);
}

/**
 * How a model is read. What was saved with it counts first, then what its layers say. Pixels are assumed to become 0..1
 * where neither says it; `loadModel(…, { inputRange })` and `--input-range` change that.
 *
 * @throws {TypeError} if the model does not take grey or colour images of one size; the message says what it takes.
 *
 * @example
 * ```ts
 * const { input, output } = modelReading(createDigitModel());
 * console.log(input.range, input.rangeSource, output.kind); // 0..1 given probabilities
 * ```
 */
export function modelReading(model: Sequential): ModelReading {
  const { classNames, imageShape, inputScaling, name, preprocessing } = modelMetadata(model);
  const layout = layoutFor(model, imageShape);
  const obstacle = shapeObstacle(model);
  if (!layout || obstacle !== undefined)
    throw new TypeError(
      `Using model "${name}" on images: it takes ${obstacle}. Wanted: rows × columns, or with 1 or 3 channels before or behind them.`,
    );
  return {
    preprocessing,
    input: { ...layout, range: rangeOf(inputScaling), rangeSource: rangeSource(model) },
    notes: notesOn.get(model) ?? [],
    output: { kind: outputKind(model), classNames },
  };
}
