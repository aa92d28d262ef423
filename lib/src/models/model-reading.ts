import type { Sequential } from '@tensorflow/tfjs-node';
import type { Preprocessing } from '../images/preprocessing.js';
import { type OutputKind, outputKind } from '../layers/outputs.js';
import { type InputLayout, layoutFor } from './input-layout.js';
import { type InputRange, rangeOf } from './input-range.js';
import { modelMetadata, type RangeSource, rangeSource, shapeObstacle } from './metadata.js';

/** How a model's inputs are made from images and its outputs are interpreted. */
export interface ModelReading {
  readonly preprocessing: Preprocessing;
  readonly input: InputLayout & {
    /** Range of the scaled pixels, or `'standardized'` for a mean and a standard deviation. */
    readonly range: InputRange | 'standardized';
    /** Where the range comes from. `'assumed'` if neither metadata nor layers specify it. */
    readonly rangeSource: RangeSource;
  };
  /** Notes about layers that were left out on loading, each a sentence without its full stop. */
  readonly notes: readonly string[];
  readonly output: {
    /** The output of the last layer. The library converts it to probabilities, which sum to 1. */
    readonly kind: OutputKind;
    readonly classNames: readonly string[];
  };
}

const notesOn = new WeakMap<Sequential, readonly string[]>();

export function setReadingNotes(model: Sequential, notes: readonly string[]): void {
  notesOn.set(model, notes);
}

/**
 * How a model's inputs and outputs are interpreted: according to its saved metadata first, then its layers.
 * If neither specifies the input range, 0..1 is assumed. `loadModel(…, { inputRange })` and `--input-range`
 * change that.
 *
 * @throws {TypeError} if the model does not take grey or colour images of one size. The message describes its
 *   input.
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
      `Using model "${name}" on images: it takes ${obstacle}. Use a model that takes rows × columns, optionally with 1 or 3 channels first or last.`,
    );
  return {
    preprocessing,
    input: { ...layout, range: rangeOf(inputScaling), rangeSource: rangeSource(model) },
    notes: notesOn.get(model) ?? [],
    output: { kind: outputKind(model), classNames },
  };
}
