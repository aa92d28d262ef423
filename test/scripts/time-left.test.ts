import { expect, test, vi } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed } from '../../scripts/lessons/project.js';
import { type CellRecord, cellRecords, createReporter, secondsLeft } from '../../scripts/lessons/reporter.js';

const records = (...seconds: number[]): CellRecord[] => seconds.map((each) => ({ seconds: each }));
const recorded = records(0, 10, 60, 20);

test('the remaining time of a run is the recorded time of its unfinished cells, minus the elapsed time of the running one', () => {
  expect(secondsLeft(recorded, [0], 4)).toBe(86);
  // If a cell takes longer than recorded, only the time of the later cells is left.
  expect(secondsLeft(records(1, 60, 20), [1], 90)).toBe(20);
});

test('the remaining time of a run is scaled by the speed of its finished cells', () => {
  expect(secondsLeft(recorded, [0, 20], 0)).toBe(160);
  expect(secondsLeft(recorded, [0, 5], 10)).toBe(30);
});

test('the speed of a run is measured over its latest finished cells whose recorded times add up to at least ten seconds', () => {
  expect(secondsLeft(records(30, 6, 6, 60), [300, 6, 6], 0)).toBe(60);
});

test('the speed of a run is assumed to be as recorded if the recorded times of its finished cells add up to under three seconds', () => {
  expect(secondsLeft(records(1, 60), [9], 0)).toBe(60);
});

test('the remaining time of a run is 0 (unknown) if no earlier run was recorded', () => {
  expect(secondsLeft([], [5, 5, 5], 1)).toBe(0);
});

test('the remaining time of a run follows the time left of the training run in the running cell, if it is the only one', () => {
  const training = [{ seconds: 10 }, { seconds: 100, trainsOnce: true }, { seconds: 20 }];
  // The machine was slow before, and is now as fast as recorded.
  expect(secondsLeft(training, [40], 60, 40)).toBe(60);
  // The machine is slower now.
  expect(secondsLeft(training, [10], 150, 150)).toBe(210);
  // Other training runs follow in the same cell.
  expect(secondsLeft(records(10, 100, 20), [10], 20, 5)).toBe(100);
});

test('cellRecords() finds exactly one training run in the cell of each committed lesson that took longest', () => {
  for (const lesson of lessons) {
    const notebook = readNotebook(committed(lesson));
    const cells = cellRecords(notebook);
    expect(cells).toHaveLength(notebook.cells.length);
    const longest = cells.toSorted((left, right) => right.seconds - left.seconds)[0]!;
    expect(longest.trainsOnce).toBe(true);
  }
});

test('the remaining time of a run does not depend on how long the kernel takes to start', () => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += part;
    return true;
  });
  try {
    const reporter = createReporter('lesson', [
      { seconds: 10 },
      { seconds: 10, trainsOnce: true },
      { seconds: 4 },
    ]);
    vi.advanceTimersByTime(60_000);
    reporter.cell(0, 3);
    vi.advanceTimersByTime(20_000);
    // The first cell took twice as long as recorded.
    reporter.cell(1, 3);
    vi.advanceTimersByTime(5_000);
    reporter.training(7);
    vi.advanceTimersByTime(7_000);
    // The second took 1.2 times as long.
    reporter.cell(2, 3);
    reporter.end('done');
  } finally {
    write.mockRestore();
    vi.useRealTimers();
  }
  expect(text).toContain('cell 2 of 3, about 28 s left');
  expect(text).toContain('cell 3 of 3, about 5.0 s left');
});
