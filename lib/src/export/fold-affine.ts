import type { ActivationName } from './runtime/network.js';

/** A step of a network with its numbers. */
export type Step =
  /** Inputs × units weights, row-major, and a bias for each unit. */
  | { readonly kind: 'dense'; readonly weights: Float32Array; readonly biases: Float32Array }
  /** A factor and a shift for each number: what batch normalisation does after training, and rescaling. */
  | { readonly kind: 'affine'; readonly factors: Float32Array; readonly shifts: Float32Array }
  /** Numbers that stand together, so many, become ones of mean 0 and variance 1: what layer normalisation does. */
  | { readonly kind: 'standardize'; readonly size: number; readonly epsilon: number }
  | { readonly kind: 'activation'; readonly name: ActivationName; readonly slope?: number };

type Dense = Extract<Step, { kind: 'dense' }>;
type Affine = Extract<Step, { kind: 'affine' }>;

/**
 * Leaves out affine steps that stand right after or right before a dense one by changing that one's weights
 * and biases, which gives the same outputs with less to store and to compute.
 */
export function foldAffine(steps: readonly Step[]): Step[] {
  const folded: Step[] = [];
  for (const step of steps) {
    const last = folded.at(-1);
    if (step.kind === 'affine' && last?.kind === 'dense') folded.splice(-1, 1, affineAfter(last, step));
    else if (step.kind === 'dense' && last?.kind === 'affine') folded.splice(-1, 1, affineBefore(last, step));
    else folded.push(step);
  }
  return folded;
}

/** `(x·W + b)·f + s = x·(W·f) + (b·f + s)`: each unit, a column of the weights, has its factor. */
function affineAfter({ weights, biases }: Dense, { factors, shifts }: Affine): Dense {
  const units = biases.length;
  return {
    kind: 'dense',
    weights: weights.map((weight, index) => weight * factors[index % units]!),
    biases: biases.map((bias, unit) => bias * factors[unit]! + shifts[unit]!),
  };
}

/** `(x·f + s)·W + b = x·(f·W) + (s·W + b)`: each input, a row of the weights, has its factor. */
function affineBefore({ factors, shifts }: Affine, { weights, biases }: Dense): Dense {
  const units = biases.length;
  const moved = Float64Array.from(biases);
  weights.forEach((weight, index) => {
    moved[index % units]! += shifts[Math.floor(index / units)]! * weight;
  });
  return {
    kind: 'dense',
    weights: weights.map((weight, index) => weight * factors[Math.floor(index / units)]!),
    biases: Float32Array.from(moved),
  };
}
