/** The mean of at least one number. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of a sample of at least two numbers. */
export function standardDeviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** A confidence interval. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

const z = 1.959963984540054;

/**
 * The 95% Wilson score interval (1927) of a fraction, such as an accuracy.
 *
 * @param successes 0 to `trials`.
 * @param trials At least 1.
 * @returns Both bounds, 0 to 1.
 * @throws {RangeError} if `trials` is below 1, or `successes` is not from 0 to `trials`.
 *
 * @example
 * const { lower, upper } = wilsonInterval(9800, 10_000);
 * console.log(lower.toFixed(4), upper.toFixed(4)); // 0.9771 0.9826
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!Number.isInteger(trials) || trials < 1) {
    throw new RangeError(
      `Computing an interval: expected the trials to be an integer of at least 1 but found ${trials}.`,
    );
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > trials) {
    throw new RangeError(
      `Computing an interval: expected the successes to be an integer from 0 to ${trials} but found ${successes}.`,
    );
  }
  const share = successes / trials;
  const denominator = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  // At the ends the exact bound is 0 or 1, which rounding may miss.
  return {
    lower: successes === 0 ? 0 : centre - half,
    upper: successes === trials ? 1 : centre + half,
  };
}
