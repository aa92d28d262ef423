/**
 * Number of random cases: `MNIST_LAB_FAULT_CASES` times the usual number of the test file, or the usual number by
 * default.
 */
export function faultCases(usual: number): number {
  const wanted = Number(process.env.MNIST_LAB_FAULT_CASES || usual);
  if (Number.isSafeInteger(wanted) && wanted > 0) return wanted;
  throw new RangeError(
    `Testing: expected MNIST_LAB_FAULT_CASES to be an integer above 0 but found "${process.env.MNIST_LAB_FAULT_CASES}".`,
  );
}
