import { createRandom, permutation } from 'mnist-lab';
import { expect, test } from 'vitest';

const draw = (seed: number, count = 5) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

test('createRandom() repeats the sequence of a seed', () => {
  expect(draw(7)).toEqual(draw(7));
});

test('createRandom() returns different first numbers for neighbouring, negative and large seeds, and uncorrelated sequences for 1 and 2', () => {
  const firsts = [-1, 0, 1, 2, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map((seed) => draw(seed, 1)[0]);
  expect(new Set(firsts).size).toBe(firsts.length);
  const left = draw(1, 10_000);
  const right = draw(2, 10_000);
  const covariance = left.reduce((sum, value, i) => sum + (value - 0.5) * (right[i]! - 0.5), 0) / left.length;
  expect(Math.abs(covariance * 12)).toBeLessThan(0.04);
});

test('createRandom() returns the numbers recorded in this test', () => {
  const random = createRandom(42);
  expect([random.next(), random.integer(1000), random.normal()]).toMatchInlineSnapshot(`
    [
      0.456255805445835,
      712,
      0.07742456372794576,
    ]
  `);
});

test('next() returns numbers that are uniform over 0 to 1', () => {
  const buckets = new Array(10).fill(0);
  for (const value of draw(3, 100_000)) buckets[Math.floor(value * 10)]++;
  const chiSquare = buckets.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
});

test('integer() returns every whole number below its limit, and no other', () => {
  const random = createRandom(1);
  const seen = new Set(Array.from({ length: 1000 }, () => random.integer(7)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(() => random.integer(0)).toThrow('expected the limit to be an integer from 1 to 2^32 but found 0');
});

test('integer() is unbiased for a limit that does not divide 2^32', () => {
  const random = createRandom(2);
  const inFirstThird = Array.from({ length: 10_000 }, () => random.integer(3 * 2 ** 30) < 2 ** 30);
  expect(inFirstThird.filter(Boolean).length / 10_000).toBeCloseTo(1 / 3, 1);
});

test('normal() returns numbers with mean 0, standard deviation 1 and the tails of a normal distribution', () => {
  const random = createRandom(5);
  const values = Array.from({ length: 100_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
  expect(beyondTwo).toBeCloseTo(0.0455, 2);
});

test('createRandom() rejects a seed that is not a safe integer', () => {
  expect(() => createRandom(0.5)).toThrow('expected the seed to be a safe integer but found 0.5');
});

test('permutation() returns every index once, in random order', () => {
  const indices = permutation(1000, createRandom(1));
  expect([...indices]).not.toEqual([...indices].sort((a, b) => a - b));
  expect(new Set(indices).size).toBe(1000);
  expect(Math.max(...indices)).toBe(999);
  expect(permutation(0, createRandom(1))).toHaveLength(0);
});
