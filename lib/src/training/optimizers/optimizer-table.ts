import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lion } from './lion.js';
import { nadam } from './nadam.js';
import type { Optimizer, OptimizerDefinition } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** Every optimizer, by the name it is chosen with. */
export const optimizers: Readonly<Record<string, OptimizerDefinition>> = {
  adam,
  adamw,
  nadam,
  sgd,
  rmsprop,
  lion,
};

/** An optimizer as it was chosen, with all its options. */
export interface ChosenOptimizer {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** The optimizer of a choice. */
export function createOptimizer({ kind, ...options }: ChosenOptimizer): Optimizer {
  return optimizers[kind]!.create(options as Record<string, never>);
}
