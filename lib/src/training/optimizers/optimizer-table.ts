import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lion } from './lion.js';
import { nadam } from './nadam.js';
import type { Optimizer, OptimizerDefinition } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** Every optimizer by name. */
export const optimizers: Readonly<Record<string, OptimizerDefinition>> = {
  adam,
  adamw,
  nadam,
  sgd,
  rmsprop,
  lion,
};

/** A selected optimizer with all its options. */
export interface ChosenOptimizer {
  readonly kind: string;
  readonly [option: string]: unknown;
}

export function createOptimizer({ kind, ...options }: ChosenOptimizer): Optimizer {
  return optimizers[kind]!.create(options as Record<string, never>);
}
