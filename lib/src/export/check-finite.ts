import type { Step } from './fold-affine.js';

/** @throws {RangeError} if a number of a step is NaN or infinite. */
export function checkFinite(steps: readonly Step[], modelName: string): void {
  const arrays = steps.flatMap((step) => {
    if (step.kind === 'dense') return [step.weights, step.biases];
    return step.kind === 'affine' ? [step.factors, step.shifts] : [];
  });
  if (arrays.every((array) => array.every(Number.isFinite))) return;
  throw new RangeError(
    `Exporting model "${modelName}": expected finite weights but found some that are not. Train it anew.`,
  );
}
