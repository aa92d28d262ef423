import type { Tensor } from '@tensorflow/tfjs-node';
import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import { createRandom } from '../../random.js';
import { tf } from '../../tensorflow.js';
import type { Dataset } from '../dataset.js';

/** Number of additional directions to iterate, which speeds up convergence. */
const companions = 10;

/** Convergence criterion: the residual relative to the largest variance. Single precision reaches about 7e-8. */
const tolerance = 2e-7;

/**
 * Maximum number of iterations. It is enough even for noise, whose directions have almost equal variances.
 */
const mostTurns = 500;

/**
 * Finds the directions in which images differ most: the eigenvectors of the largest eigenvalues of the
 * covariance of their pixels, by subspace iteration from random vectors (Halko, Martinsson and Tropp 2011,
 * arXiv 0909.4061). The covariance matrix is never built: TensorFlow multiplies the images with a few vectors
 * instead, and ml-matrix decomposes the small matrices.
 *
 * @param mean Mean image.
 * @param wanted Number of directions, 1 to the number of pixels.
 * @returns Orthonormal vectors by descending variance.
 */
export function leadingDirections(dataset: Dataset, mean: Float64Array, wanted: number): Float64Array[] {
  const size = mean.length;
  const width = Math.min(size, wanted + companions);
  // Almost any start converges. A fixed seed makes the result reproducible.
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

/**
 * One iteration: turns a basis towards the leading directions, and finds the directions of greatest variance
 * within its span. Variances are in ascending order.
 */
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
  // The matrix `within` is symmetric except for rounding, so make it exactly symmetric.
  const { realEigenvalues: variances, eigenvectorMatrix: rotation } = new EigenvalueDecomposition(
    Matrix.add(within, within.transpose()).mul(0.5),
    { assumeSymmetric: true },
  );
  return { directions: orthonormal.mmul(rotation), moved: moved.mmul(rotation), variances };
}
