import { expect, test, vi } from 'vitest';
import { createReporter, secondsLeft } from '../../scripts/lessons/reporter.js';

const recorded = [0, 10, 60, 20];

test('the remaining time of a run is its recorded time minus the elapsed time of the running cell', () => {
  expect(secondsLeft(recorded, 1, 0, 4)).toBe(86);
  // A cell that takes longer than recorded leaves the time of the later cells.
  expect(secondsLeft([1, 60, 20], 1, 1, 90)).toBe(20);
});

test('the remaining time of a run is scaled by the speed of its finished cells', () => {
  expect(secondsLeft(recorded, 2, 20, 0)).toBe(160);
  expect(secondsLeft(recorded, 2, 5, 10)).toBe(30);
});

test('the speed of a run does not depend on cells that take a second or less', () => {
  expect(secondsLeft([1, 60], 1, 9, 0)).toBe(60);
});

test('the remaining time of a run is unknown if no earlier run was recorded', () => {
  expect(secondsLeft([], 3, 5, 1)).toBe(0);
});

test('the remaining time of a run does not depend on how long the kernel takes to start', () => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += part;
    return true;
  });
  try {
    const reporter = createReporter('lesson', [10, 10]);
    vi.advanceTimersByTime(60_000);
    reporter.cell(0, 2);
    vi.advanceTimersByTime(20_000);
    reporter.cell(1, 2);
    reporter.end('done');
  } finally {
    write.mockRestore();
    vi.useRealTimers();
  }
  // The first cell took twice as long as recorded.
  expect(text).toContain('cell 2 of 2, about 20 s left');
});
