import type { Operations } from '../../program/operations.js';
import type { Update } from './optimizer.js';

/**
 * Clips the gradients of a step by their global norm (Pascanu et al. 2013), for any optimizer.
 *
 * @param largest Maximum norm, or infinity for no limit.
 */
export function clipGradients(
  ops: Operations,
  updates: readonly Update[],
  largest: number,
): readonly Update[] {
  if (largest === Number.POSITIVE_INFINITY) return updates;
  const squares = updates.map(({ gradient }) =>
    ops.sum(
      ops.square(gradient),
      gradient.shape.map((_, axis) => axis),
    ),
  );
  const norm = ops.squareRoot(squares.reduce((total, square) => ops.add(total, square)));
  const scale = ops.divide(largest, ops.maximum(norm, largest));
  return updates.map((update) => ({ ...update, gradient: ops.multiply(update.gradient, scale) }));
}
