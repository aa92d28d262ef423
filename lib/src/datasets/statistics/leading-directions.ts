import type { Tensor } from '@tensorflow/tfjs-node';
import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import { createRandom } from '../../random.js';
import { tf } from '../../tensorflow.js';
import type { Dataset } from '../dataset.js';

/** Directions that are turned along with those wanted: the more, the sooner these come to rest. */
const companions = 10;

/** How far the covariance may move a direction aside, as a part of the largest variance; single precision ends at 7e-8. */
const tolerance = 2e-7;

/** Enough for noise, whose directions hardly differ. */
const mostTurns = 500;

/**
 * Finds the directions in which images differ most: the eigenvectors of the largest eigenvalues of the covariance of
 * their pixels, by subspace iteration from random vectors (Halko, Martinsson and Tropp 2011, arXiv 0909.4061). The
 * covariance is never built: TensorFlow multiplies the images with a few vectors instead, and ml-matrix decomposes
 * what is small.
 *
 * @param mean Mean image.
 * @param wanted Number of directions, 1 to the number of pixels.
 * @returns Unit vectors, orthogonal to each other, in the order of their variance, descending.
 */
export function leadingDirections(dataset: Dataset, mean: Float64Array, wanted: number): Float64Array[] {
  const size = mean.length;
  const width = Math.min(size, wanted + companions);
  // Nearly any start will do; a fixed seed keeps the result repeatable.
  const random = createRandom(0);
  let basis = Matrix.from1DArray(
    size,
    width,
    Array.from({ length: size * width }, () => random.normal()),
  );
  const centred = tf.tidy(() =>
    tf.sub(
      tf.tensor2d(Float32Array.from(dataset.images), [dataset.count, size]),
      tf.tensor1d(Float32Array.from(mean)),
    ),
  );
  try {
    for (let turn = 1; ; turn++) {
      const { directions, moved, variances } = turnBasis(basis, centred);
      const aside = Matrix.sub(moved, directions.clone().mulRowVector(variances));
      const columns = Array.from({ length: wanted }, (_, index) => width - 1 - index);
      const farthest = Math.max(...columns.map((column) => aside.getColumnVector(column).norm()));
      if (farthest <= tolerance * variances.at(-1)! || turn === mostTurns)
        return columns.map((column) => Float64Array.from(directions.getColumn(column)));
      basis = moved;
    }
  } finally {
    centred.dispose();
  }
}

/** Turns what a basis spans towards the leading directions, and finds those within it; variances ascend. */
function turnBasis(basis: Matrix, centred: Tensor) {
  const orthonormal = new QrDecomposition(basis).orthogonalMatrix;
  const { rows, columns } = orthonormal;
  const product = tf.tidy(() => {
    const vectors = tf.tensor2d(Float32Array.from(orthonormal.to1DArray()), [rows, columns]);
    return tf.matMul(centred, tf.matMul(centred, vectors), true);
  });
  const moved = Matrix.from1DArray(rows, columns, product.dataSync());
  product.dispose();
  const within = orthonormal.transpose().mmul(moved);
  // Symmetric but for rounding.
  const { realEigenvalues: variances, eigenvectorMatrix: rotation } = new EigenvalueDecomposition(
    Matrix.add(within, within.transpose()).mul(0.5),
    { assumeSymmetric: true },
  );
  return { directions: orthonormal.mmul(rotation), moved: moved.mmul(rotation), variances };
}
