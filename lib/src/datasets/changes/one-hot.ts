/**
 * Encodes each label as a row with 1 at its class and 0 elsewhere.
 *
 * @param labels Class indices, N of them, each from 0 to `classCount - 1`.
 * @returns N × `classCount`, row-major.
 * @throws {RangeError} if the class count is not an integer above 0 or a label is not below it.
 *
 * @example
 * console.log(oneHot([2, 0], 3)); // Float32Array(6) [ 0, 0, 1, 1, 0, 0 ]
 */
export function oneHot(labels: ArrayLike<number>, classCount: number): Float32Array {
  if (!Number.isInteger(classCount) || classCount < 1) {
    throw new RangeError(
      `One-hot encoding: expected the class count to be an integer above 0 but found ${classCount}.`,
    );
  }
  const rows = new Float32Array(labels.length * classCount);
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (!Number.isInteger(label) || label < 0 || label >= classCount) {
      throw new RangeError(
        `One-hot encoding: expected label ${index} to be an integer from 0 to ${classCount - 1} but found ${label}.`,
      );
    }
    rows[index * classCount + label] = 1;
  }
  return rows;
}
