import { expect, test } from 'vitest';
import { secondsLeft } from '../../scripts/lessons/reporter.js';

const recorded = [0, 10, 60, 20];

test('the time left is what was recorded, less what the running cell has taken', () => {
  expect(secondsLeft(recorded, 1, 0, 4)).toBe(86);
  // A cell that takes longer than recorded leaves what comes after it.
  expect(secondsLeft([1, 60, 20], 1, 1, 90)).toBe(20);
});

test('the time left follows how fast the cells so far were', () => {
  expect(secondsLeft(recorded, 2, 20, 0)).toBe(160);
  expect(secondsLeft(recorded, 2, 5, 10)).toBe(30);
});

test('the time left does not depend on cells of a second', () => {
  expect(secondsLeft([1, 60], 1, 9, 0)).toBe(60);
});

test('no time is left where none was recorded', () => {
  expect(secondsLeft([], 3, 5, 1)).toBe(0);
});
