import { expect } from 'vitest';

/** Compares numbers one by one with an absolute tolerance. */
export function expectNumbers(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance = 1e-9): void {
  expect(found.length).toBe(wanted.length);
  for (let index = 0; index < wanted.length; index++) {
    const distance = Math.abs(found[index]! - wanted[index]!);
    // The condition is negated, so that NaN fails as well.
    if (!(distance <= tolerance)) expect.fail(`number ${index} is ${found[index]}, wanted ${wanted[index]}`);
  }
}
