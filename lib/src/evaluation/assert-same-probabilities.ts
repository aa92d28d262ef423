/**
 * Asserts that a saved and reloaded model predicts the same probabilities as the original, bit for bit.
 *
 * @throws {Error} if they differ. The message states the first difference.
 *
 * @example
 * assertSameProbabilities(predictProbabilities(restored, test), predictProbabilities(model, test));
 */
export function assertSameProbabilities(restored: Float32Array, original: Float32Array): void {
  const at = original.findIndex((probability, index) => !Object.is(probability, restored[index]));
  if (at >= 0 || restored.length !== original.length) {
    const place = at >= 0 ? at : Math.min(restored.length, original.length);
    throw new Error(
      `Comparing a restored model with the original: expected probability ${place} to be ${original[place]} but ` +
        `found ${restored[place]}. Save the model again, and do not change either of them before the comparison.`,
    );
  }
}
