import { measureInputScaling, oneHot, scaleImages } from 'mnist-lab';
import { expect, test } from 'vitest';

test('scaleImages() scales pixels to 0..1 by default', () => {
  expect(scaleImages(Uint8Array.of(0, 51, 255))).toEqual(Float32Array.of(0, 0.2, 1));
});

test('scaleImages() subtracts the mean and divides by the standard deviation', () => {
  const scaled = scaleImages(Uint8Array.of(0, 255), { mean: 0.5, standardDeviation: 0.25 });
  expect(scaled).toEqual(Float32Array.of(-2, 2));
});

test('measureInputScaling() returns the mean and standard deviation with which scaled images are standardised', () => {
  const images = Uint8Array.of(0, 10, 20, 200, 255, 3);
  const scaled = scaleImages(images, measureInputScaling(images));
  expect(scaled.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
  expect(scaled.reduce((sum, value) => sum + value * value, 0) / scaled.length).toBeCloseTo(1, 5);
});

test('measureInputScaling() rejects images without pixels or with equal pixels, and scaleImages() a standard deviation of 0', () => {
  expect(() => measureInputScaling(Uint8Array.of(0, 0))).toThrow(
    'expected pixels that differ but found 2 with a standard deviation of 0',
  );
  expect(() => measureInputScaling(new Uint8Array())).toThrow('expected pixels that differ but found 0');
  expect(() => scaleImages(Uint8Array.of(1), { mean: 0, standardDeviation: 0 })).toThrow(
    'expected the standard deviation to be a number above 0 but found 0',
  );
});

test('oneHot() returns a row per label, with 1 at the position of the label', () => {
  expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0]);
});

test('oneHot() rejects labels outside the classes', () => {
  expect(() => oneHot([0, 3], 3)).toThrow('expected label 1 to be an integer from 0 to 2 but found 3');
});
