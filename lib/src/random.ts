/** A reproducible sequence of random numbers. Each call advances it. */
export interface Random {
  /** @returns A number in [0, 1), one of 2³² equally likely values. */
  next(): number;
  /** @returns An integer from 0 to `limit - 1`, each equally likely. `limit` is at most 2³². */
  integer(limit: number): number;
  /** @returns A normally distributed number with mean 0 and standard deviation 1. */
  normal(): number;
}

/**
 * Creates the generator used for all random choices of the library: equal seeds produce equal sequences on
 * every machine.
 *
 * The method is sfc32 from PractRand (Doty-Humphrey), with its state initialised by SplitMix32, so that
 * neighbouring seeds produce unrelated sequences. Normal numbers use Marsaglia's polar method.
 *
 * @param seed Any safe integer.
 * @throws {RangeError} if the seed is not a safe integer.
 *
 * @example
 * const random = createRandom(42);
 * const die = 1 + random.integer(6);
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `Making a random generator: expected the seed to be a safe integer but found ${seed}.`,
    );
  }
  const nextBits = sfc32(seed);
  let spareNormal: number | undefined;

  const next = () => nextBits() / 2 ** 32;

  const integer = (limit: number) => {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32) {
      throw new RangeError(
        `Drawing an integer: expected the limit to be an integer from 1 to 2^32 but found ${limit}.`,
      );
    }
    let bits = nextBits();
    // Reject draws from the last, incomplete interval of the 32-bit range, which would make small numbers
    // slightly more likely. This interval is shorter than `limit`, so most draws need no exact check.
    if (bits > 2 ** 32 - limit) {
      const fair = 2 ** 32 - (2 ** 32 % limit);
      while (bits >= fair) bits = nextBits();
    }
    // Conversion to unsigned 32-bit numbers makes the division several times as fast.
    return limit === 2 ** 32 ? bits : (bits >>> 0) % (limit >>> 0);
  };

  const normal = () => {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const factor = Math.sqrt((-2 * Math.log(square)) / square);
        spareNormal = y * factor;
        return x * factor;
      }
    }
  };

  return { next, integer, normal };
}

/**
 * Puts 0 to `count - 1` in random order (Fisher–Yates).
 *
 * @throws {RangeError} if the count is not an integer of at least 0.
 *
 * @example
 * const order = permutation(5, createRandom(1));
 * console.log([...order].sort()); // [ 0, 1, 2, 3, 4 ]
 */
export function permutation(count: number, random: Random): Uint32Array {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(
      `Shuffling indices: expected the count to be an integer of at least 0 but found ${count}.`,
    );
  }
  const indices = new Uint32Array(count);
  for (let index = 0; index < count; index++) indices[index] = index;
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const index = indices[last]!;
    indices[last] = indices[other]!;
    indices[other] = index;
  }
  return indices;
}

function sfc32(seed: number): () => number {
  let filler = seed | 0;
  const splitMix32 = () => {
    filler = (filler + 0x9e3779b9) | 0;
    let bits = filler ^ (filler >>> 16);
    bits = Math.imul(bits, 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return bits ^ (bits >>> 15);
  };
  let a = splitMix32();
  // Safe integers have up to 53 bits: mix in the upper ones here, because `seed | 0` keeps only 32.
  let b = splitMix32() ^ Math.floor(seed / 2 ** 32);
  let c = splitMix32();
  let counter = 1;
  const nextBits = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) nextBits();
  return nextBits;
}
