import {
  applyTemperature,
  calibrationCurve,
  createRandom,
  fitTemperature,
  predictedClasses,
} from 'mnist-lab';
import { expect, test } from 'vitest';
import { expectNumbers } from './numbers.js';
import { reference } from './reference.js';

const { noZeros, labels, classNames, temperature } = reference.metrics;

test('fitTemperature() returns the same temperature as a general-purpose minimiser', () => {
  expect(fitTemperature(noZeros, labels)).toBeCloseTo(temperature, 5);
});

test('fitTemperature() returns the temperature that undoes a distortion of calibrated probabilities', () => {
  const random = createRandom(1);
  const honest: number[] = [];
  const drawn: number[] = [];
  for (let image = 0; image < 20_000; image++) {
    const weights = Array.from({ length: 4 }, () => Math.exp(1.5 * random.normal()));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const target = random.next() * sum;
    const label = weights.findIndex(
      (_, index) => weights.slice(0, index + 1).reduce((total, weight) => total + weight, 0) > target,
    );
    drawn.push(label);
    honest.push(...weights.map((weight) => weight / sum));
  }
  const spoiled = applyTemperature(honest, 4, 1 / 3);
  expect(calibrationCurve(spoiled, drawn).expectedCalibrationError).toBeGreaterThan(0.1);
  const fitted = fitTemperature(spoiled, drawn);
  expect(Math.abs(fitted - 3)).toBeLessThan(0.1);
  const mended = applyTemperature(spoiled, 4, fitted);
  expect(calibrationCurve(mended, drawn).expectedCalibrationError).toBeLessThan(0.02);
});

test('fitTemperature() returns its minimum if every prediction is correct, and its maximum if all are wrong', () => {
  expect(fitTemperature([0.9, 0.1, 0.2, 0.8], [0, 1])).toBeCloseTo(0.05, 6);
  expect(fitTemperature([0.9, 0.1, 0.2, 0.8], [1, 0])).toBeCloseTo(20, 4);
});

test('applyTemperature() makes probabilities less confident but keeps the predicted classes, and a temperature of 1 changes nothing', () => {
  const softened = applyTemperature(noZeros, classNames.length, 2.5);
  expect(predictedClasses(softened, classNames.length)).toEqual(predictedClasses(noZeros, classNames.length));
  expect(Math.max(...softened)).toBeLessThan(Math.max(...noZeros));
  for (let start = 0; start < softened.length; start += classNames.length) {
    const row = softened.subarray(start, start + classNames.length);
    expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  }
  expectNumbers(applyTemperature(noZeros, classNames.length, 1), noZeros, 1e-6);
  expect([...applyTemperature([1, 0], 2, 3)]).toEqual([1, 0]);
});

test('applyTemperature() rejects a temperature of 0', () => {
  expect(() => applyTemperature([1, 0], 2, 0)).toThrow('expected a number above 0 but found 0');
});
