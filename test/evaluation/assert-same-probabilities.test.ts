import { assertSameProbabilities } from 'mnist-lab/notebook';
import { expect, test } from 'vitest';

const original = Float32Array.of(0.25, 0.75, Number.NaN, 0);

test('assertSameProbabilities() accepts probabilities that are equal bit for bit, including NaN', () => {
  expect(() => assertSameProbabilities(original.slice(), original)).not.toThrow();
});

test('assertSameProbabilities() throws an error that names the first probability that differs or is missing', () => {
  expect(() => assertSameProbabilities(Float32Array.of(0.25, 0.5, 1, 0), original)).toThrow(
    'expected probability 1 to be 0.75 but found 0.5. Save the model again',
  );
  expect(() => assertSameProbabilities(Float32Array.of(0.25, 0.75, Number.NaN, -0), original)).toThrow(
    'expected probability 3 to be 0 but found 0',
  );
  expect(() => assertSameProbabilities(original.slice(0, 2), original)).toThrow('but found undefined');
});
