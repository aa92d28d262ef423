import { requireSameProbabilities } from 'mnist-lab/notebook';
import { expect, test } from 'vitest';

const original = Float32Array.of(0.25, 0.75, Number.NaN, 0);

test('requireSameProbabilities() takes equal numbers, bit for bit, NaN among them', () => {
  expect(() => requireSameProbabilities(original.slice(), original)).not.toThrow();
});

test('requireSameProbabilities() names the first that differs, or is missing', () => {
  expect(() => requireSameProbabilities(Float32Array.of(0.25, 0.5, 1, 0), original)).toThrow(
    'expected probability 1 to be 0.75 but found 0.5. Save the model again',
  );
  expect(() => requireSameProbabilities(Float32Array.of(0.25, 0.75, Number.NaN, -0), original)).toThrow(
    'expected probability 3 to be 0 but found 0',
  );
  expect(() => requireSameProbabilities(original.slice(0, 2), original)).toThrow('but found undefined');
});
