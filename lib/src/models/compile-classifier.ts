import type { Sequential } from '@tensorflow/tfjs-node';

/** Gives a model what `fit` and `evaluate` of tfjs ask for; this library's own training does not read it. */
export function compileClassifier(model: Sequential): void {
  // By name (Adam at a rate of 0.001), so that the optimizer is the model's own and is disposed of with it.
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
}
