import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lion } from './lion.js';
import type { Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** Every optimizer, by the name it is chosen with. */
export const optimizers: Readonly<Record<string, Optimizer>> = { adam, adamw, sgd, rmsprop, lion };

/** An optimizer as it was chosen, with all its options. */
export interface ChosenOptimizer {
  readonly kind: string;
  readonly [option: string]: unknown;
}

/** The optimizer of a choice, and its options. */
export function optimizerOf({ kind, ...options }: ChosenOptimizer): {
  readonly optimizer: Optimizer;
  readonly options: Readonly<Record<string, never>>;
} {
  return { optimizer: optimizers[kind]!, options: options as Record<string, never> };
}
