/**
 * Finds all eigenvalues and eigenvectors of a small symmetric matrix by Jacobi rotations (Golub and Van
 * Loan, "Matrix computations", section 8.5).
 *
 * @param matrix `size` × `size`, row-major; left as it is.
 * @returns The values, descending, and the unit vectors as rows in the same order.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: number[]; vectors: Float64Array } {
  const work = Float64Array.from(matrix);
  const rotations = new Float64Array(size * size);
  for (let i = 0; i < size; i++) rotations[i * size + i] = 1;
  for (let sweep = 0; sweep < 50 && offDiagonal(work, size) > 0; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(work, rotations, size, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, index) => index).sort(
    (left, right) => work[right * size + right]! - work[left * size + left]!,
  );
  return {
    values: order.map((index) => work[index * size + index]!),
    vectors: Float64Array.from(
      order.flatMap((index) => [...rotations.subarray(index * size, (index + 1) * size)]),
    ),
  };
}

/** Makes the element at row p and column q zero. */
function rotate(work: Float64Array, rotations: Float64Array, size: number, p: number, q: number): void {
  const element = work[p * size + q]!;
  if (element === 0) return;
  const theta = (work[q * size + q]! - work[p * size + p]!) / (2 * element);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, first: number, second: number) => {
    const left = values[first]!;
    const right = values[second]!;
    values[first] = cosine * left - sine * right;
    values[second] = sine * left + cosine * right;
  };
  for (let i = 0; i < size; i++) turn(work, i * size + p, i * size + q);
  for (let i = 0; i < size; i++) turn(work, p * size + i, q * size + i);
  for (let i = 0; i < size; i++) turn(rotations, p * size + i, q * size + i);
}

/** Sum of the sizes off the diagonal, 0 once they are beyond the precision of the diagonal. */
function offDiagonal(work: Float64Array, size: number): number {
  let off = 0;
  let on = 0;
  for (let i = 0; i < size; i++) {
    on += Math.abs(work[i * size + i]!);
    for (let j = i + 1; j < size; j++) off += Math.abs(work[i * size + j]!);
  }
  return off <= 1e-17 * on ? 0 : off;
}
