import { createRandom } from '../../random.js';
import { symmetricEigen } from './symmetric-eigen.js';

/** Multiplies a vector with a symmetric matrix that need not exist anywhere. */
export type SymmetricOperator = (vector: Float64Array) => Float64Array;

/** How often the convergence is looked at. */
const stepsBetweenChecks = 8;

const tolerance = 1e-9;

/**
 * Finds the eigenvectors of the largest eigenvalues of a symmetric, positive semi-definite operator by the
 * Lanczos method with full reorthogonalisation (Golub and Van Loan, "Matrix computations", section 10.3), to
 * a relative residual of 10⁻⁹.
 *
 * @param size Length of the vectors.
 * @param wanted Number of eigenvectors, 1 to `size`.
 * @returns The values, descending, and the unit vectors in the same order.
 */
export function leadingEigenvectors(
  multiply: SymmetricOperator,
  size: number,
  wanted: number,
): { values: number[]; vectors: Float64Array[] } {
  // Any start that is not orthogonal to the wanted vectors will do; a fixed seed keeps the result repeatable.
  const random = createRandom(0);
  const randomUnitVector = (orthogonalTo: readonly Float64Array[]) => {
    const vector = Float64Array.from({ length: size }, () => random.normal());
    orthogonalise(vector, orthogonalTo);
    scale(vector, 1 / length(vector));
    return vector;
  };
  const basis: Float64Array[] = [randomUnitVector([])];
  const diagonal: number[] = [];
  const besides: number[] = [];
  for (;;) {
    const next = multiply(basis.at(-1)!);
    diagonal.push(dot(next, basis.at(-1)!));
    orthogonalise(next, basis);
    const steps = diagonal.length;
    const beside = length(next);
    const isExhausted = steps === size;
    if (isExhausted || (steps >= wanted && steps % stepsBetweenChecks === 0)) {
      const { values, vectors } = symmetricEigen(tridiagonal(diagonal, besides), steps);
      const isSettled = Array.from(
        { length: wanted },
        (_, row) => beside * vectors[row * steps + steps - 1]!,
      ).every((residual) => Math.abs(residual) <= tolerance * values[0]!);
      if (isExhausted || isSettled) {
        const weights = (row: number) => vectors.subarray(row * steps, (row + 1) * steps);
        return {
          values: values.slice(0, wanted),
          vectors: Array.from({ length: wanted }, (_, row) => combine(basis, weights(row))),
        };
      }
    }
    // The vectors so far may span all that the operator reaches from the start: go on from another one.
    const isInvariant = beside <= 1e-12 * Math.max(...diagonal);
    if (!isInvariant) scale(next, 1 / beside);
    besides.push(isInvariant ? 0 : beside);
    basis.push(isInvariant ? randomUnitVector(basis) : next);
  }
}

function tridiagonal(diagonal: readonly number[], besides: readonly number[]): Float64Array {
  const size = diagonal.length;
  const matrix = new Float64Array(size * size);
  diagonal.forEach((value, i) => {
    matrix[i * size + i] = value;
  });
  for (let i = 0; i + 1 < size; i++) {
    matrix[i * size + i + 1] = besides[i]!;
    matrix[(i + 1) * size + i] = besides[i]!;
  }
  return matrix;
}

/** Removes what a vector shares with orthonormal ones; twice, because once loses accuracy. */
function orthogonalise(vector: Float64Array, others: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const other of others) {
      const overlap = dot(vector, other);
      for (let i = 0; i < vector.length; i++) vector[i]! -= overlap * other[i]!;
    }
  }
}

function combine(basis: readonly Float64Array[], weights: Float64Array): Float64Array {
  const result = new Float64Array(basis[0]!.length);
  weights.forEach((weight, index) => {
    const vector = basis[index]!;
    for (let i = 0; i < result.length; i++) result[i]! += weight * vector[i]!;
  });
  return result;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  return sum;
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function scale(vector: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i]! *= factor;
}
