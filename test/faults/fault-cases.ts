/** Number of random cases: the value of `MNIST_LAB_FAULT_CASES`, or by default the usual number of the test. */
export function faultCases(usual: number): number {
  const wanted = Number(process.env.MNIST_LAB_FAULT_CASES || usual);
  if (Number.isSafeInteger(wanted) && wanted > 0) return wanted;
  throw new RangeError(
    `Testing: expected MNIST_LAB_FAULT_CASES to be an integer above 0 but found "${process.env.MNIST_LAB_FAULT_CASES}".`,
  );
}
