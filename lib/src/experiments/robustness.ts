import type { Sequential } from '@tensorflow/tfjs-node';
import { addNoise } from '../datasets/changes/add-noise.js';
import { thickenImages, thinImages } from '../datasets/changes/change-thickness.js';
import { flipImages } from '../datasets/changes/flip-images.js';
import { rotateImages } from '../datasets/changes/rotate-images.js';
import { shiftImages } from '../datasets/changes/shift-images.js';
import type { Dataset } from '../datasets/dataset.js';
import { scorePredictions } from '../evaluation/score-predictions.js';
import { mean } from '../evaluation/statistics.js';
import { predictProbabilities } from '../models/predict-probabilities.js';

/** A change to images that leaves their class as it is. */
export interface Perturbation {
  readonly name: string;
  /** Each gives a changed copy of the images; an accuracy is the mean over all of them. */
  readonly variants: readonly ((dataset: Dataset) => Dataset)[];
}

/** How well a model does on changed images. */
export interface RobustnessResult {
  /** Name of the perturbation. */
  readonly name: string;
  /** Share of right predictions, 0 to 1, over all variants of the perturbation. */
  readonly accuracy: number;
}

const unchanged: Perturbation = { name: 'as they are', variants: [(dataset) => dataset] };

const shifted = (pixels: number): Perturbation => ({
  name: `shifted ${pixels} px`,
  variants: [
    (dataset) => shiftImages(dataset, { right: pixels }),
    (dataset) => shiftImages(dataset, { right: -pixels }),
    (dataset) => shiftImages(dataset, { down: pixels }),
    (dataset) => shiftImages(dataset, { down: -pixels }),
  ],
});

const rotated = (degrees: number): Perturbation => ({
  name: `rotated ${degrees}°`,
  variants: [(dataset) => rotateImages(dataset, degrees), (dataset) => rotateImages(dataset, -degrees)],
});

const noisy: Perturbation = {
  name: 'noisy',
  // A tenth of the range from black to white: plainly visible, and no hindrance to a person.
  variants: [(dataset) => addNoise(dataset, { standardDeviation: 25, seed: 1 })],
};

/**
 * What befalls digits that people draw themselves.
 *
 * @example
 * ```ts
 * console.log(digitPerturbations.map(({ name }) => name));
 * ```
 */
export const digitPerturbations: readonly Perturbation[] = [
  unchanged,
  shifted(1),
  shifted(2),
  shifted(3),
  rotated(10),
  rotated(20),
  noisy,
  { name: 'thicker', variants: [thickenImages] },
  { name: 'thinner', variants: [thinImages] },
];

/**
 * What befalls pictures of clothes.
 *
 * @example
 * ```ts
 * console.log(fashionPerturbations.map(({ name }) => name));
 * ```
 */
export const fashionPerturbations: readonly Perturbation[] = [
  unchanged,
  shifted(1),
  shifted(2),
  shifted(3),
  { name: 'mirrored', variants: [flipImages] },
  noisy,
];

/**
 * Measures a model's accuracy on images that were shifted, rotated or changed in another way.
 *
 * @param model Any classifier.
 * @param dataset Images that it was not trained on.
 * @param perturbations Such as {@link digitPerturbations}.
 * @returns One result for each perturbation, in the same order.
 * @throws {RangeError} if the images do not fit the model.
 *
 * @example
 * ```ts
 * const dataset = await loadDataset('mnist');
 * const model = createDigitModel();
 * await train(model, dataset.train, { epochs: 1 });
 * const results = measureRobustness(model, dataset.test, digitPerturbations);
 * ```
 */
export function measureRobustness(
  model: Sequential,
  dataset: Dataset,
  perturbations: readonly Perturbation[],
): RobustnessResult[] {
  return perturbations.map(({ name, variants }) => ({
    name,
    accuracy: mean(variants.map((apply) => accuracyOf(model, apply(dataset)))),
  }));
}

function accuracyOf(model: Sequential, dataset: Dataset): number {
  return scorePredictions(predictProbabilities(model, dataset), dataset.labels).accuracy;
}
