import { describe, expect, it } from 'vitest';
import { toHalfPrecision } from '../../lib/src/export/half-precision.js';

const half = (number: number) => toHalfPrecision(Float32Array.of(number))[0];

describe('toHalfPrecision', () => {
  it('writes one sign, five bits of exponent and ten of fraction, as IEEE 754 says', () => {
    expect([1, -2, 65504, 2 ** -14, 2 ** -24, 0, -0, 1 / 3].map(half)).toEqual([
      0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0, 0x8000, 0x3555,
    ]);
  });

  it('rounds to the nearest and a tie to the even one', () => {
    expect([1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20].map(half)).toEqual([
      0x3c00, 0x3c02, 0x3c01,
    ]);
    expect([2 ** -25, 3 * 2 ** -25, 2 ** -14 - 2 ** -26].map(half)).toEqual([0, 2, 0x0400]);
    expect(half(65519)).toBe(0x7bff);
  });

  it('refuses what is too large or not a number', () => {
    expect(() => half(65520)).toThrow('Cannot write 65520 in half precision: wanted a number from -65504');
    expect(() => half(Number.NaN)).toThrow('Cannot write NaN');
  });
});
