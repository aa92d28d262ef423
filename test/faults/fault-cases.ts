/**
 * How often something is tried that chance decides: `MNIST_LAB_FAULT_CASES` times, else as often as the test file
 * finds fit.
 */
export function faultCases(usual: number): number {
  const wanted = Number(process.env.MNIST_LAB_FAULT_CASES || usual);
  if (Number.isSafeInteger(wanted) && wanted > 0) return wanted;
  throw new RangeError(
    `Testing: expected MNIST_LAB_FAULT_CASES to be an integer above 0 but found "${process.env.MNIST_LAB_FAULT_CASES}".`,
  );
}
