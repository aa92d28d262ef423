/** Largest number that half precision holds. */
export const largestHalf = 65504;

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/**
 * Rounds numbers to IEEE 754 half precision, to the nearest and in a tie to the even one.
 *
 * @returns The 16 bits of each number.
 * @throws {RangeError} If a number is not finite or rounds to more than 65,504.
 */
export function toHalfPrecision(numbers: Float32Array): Uint16Array {
  return Uint16Array.from(numbers, (number) => {
    const size = Math.abs(number);
    if (!(size < largestHalf + 16)) {
      throw new RangeError(
        `Cannot write ${number} in half precision: wanted a number from -${largestHalf} to ${largestHalf}`,
      );
    }
    const sign = number < 0 || Object.is(number, -0) ? 0x8000 : 0;
    // Below 2^-14 the numbers of half precision lie evenly, 2^-24 apart.
    if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
    single[0] = size;
    const bits = singleBits[0]! - (112 << 23);
    return sign | ((bits + 0xfff + ((bits >> 13) & 1)) >> 13);
  });
}

function roundToEven(number: number): number {
  const below = Math.floor(number);
  const rest = number - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
