/**
 * Softens (temperature above 1) or sharpens (below 1) probabilities: each to the power of 1 / temperature,
 * then scaled so that every row sums to 1. It is what dividing the logits by the temperature does.
 *
 * @param probabilities N × `classCount`, row-major.
 * @param temperature Above 0.
 * @returns N × `classCount`, row-major.
 * @throws {RangeError} if the temperature is not above 0.
 *
 * @example
 * ```ts
 * console.log(applyTemperature([0.9, 0.1], 2, 2)); // Float32Array(2) [ 0.75, 0.25 ]
 * ```
 */
export function applyTemperature(
  probabilities: ArrayLike<number>,
  classCount: number,
  temperature: number,
): Float32Array {
  if (!(temperature > 0)) {
    throw new RangeError(`Applying a temperature: expected a number above 0 but found ${temperature}.`);
  }
  const result = new Float32Array(probabilities.length);
  const powers = new Float64Array(classCount);
  for (let start = 0; start < probabilities.length; start += classCount) {
    let largest = 0;
    for (let i = 0; i < classCount; i++) largest = Math.max(largest, probabilities[start + i]!);
    let sum = 0;
    for (let i = 0; i < classCount; i++) {
      powers[i] = (probabilities[start + i]! / largest) ** (1 / temperature);
      sum += powers[i]!;
    }
    for (let i = 0; i < classCount; i++) result[start + i] = powers[i]! / sum;
  }
  return result;
}
