import { describe, expect, it } from 'vitest';
import { CellClock } from '../../scripts/lessons/cell-clock.js';
import { progressText } from '../../scripts/lessons/progress-text.js';

/** A clock that stands until it is moved. */
function clockOf(expected: readonly (number | undefined)[]) {
  let time = 100;
  const clock = new CellClock(expected, () => time);
  const pass = (seconds: number) => {
    time += seconds;
  };
  return { clock, pass };
}

describe('the time that a notebook has left', () => {
  it('is what the cells took before, less what has passed', () => {
    const { clock, pass } = clockOf([0, 1, 60, 20]);
    clock.start(0);
    expect(clock.left()).toBe(81);
    clock.start(2);
    pass(15);
    expect(clock.left()).toBe(65);
    pass(60);
    // The cell takes longer than before: what comes after it is left in any case.
    expect(clock.left()).toBe(20);
    clock.start(3);
    clock.end();
    expect(clock.seconds).toEqual([0, undefined, 75, 0]);
  });

  it('follows how fast the machine is today', () => {
    const { clock, pass } = clockOf([10, 40, 30]);
    clock.start(0);
    pass(20);
    clock.start(1);
    expect(clock.left()).toBe(140);
    pass(80);
    clock.start(2);
    expect(clock.left()).toBe(60);
  });

  it('does not judge a machine by a second, nor by a pause', () => {
    const { clock, pass } = clockOf([1, 10, 100]);
    clock.start(0);
    pass(9);
    clock.start(1);
    expect(clock.left()).toBe(110);
    pass(2000);
    clock.start(2);
    expect(clock.left()).toBe(500);
  });

  it('is unknown as long as a cell is to come that never ran', () => {
    const { clock, pass } = clockOf([5, undefined, 5]);
    clock.start(0);
    pass(5);
    expect(clock.left()).toBeUndefined();
    clock.start(2);
    expect(clock.left()).toBe(5);
    expect(clockOf([]).clock.left()).toBeUndefined();
  });
});

describe('the line of progress', () => {
  const at = { name: 'digits', cell: 3, total: 50 };

  it('tells no more than is known', () => {
    expect(progressText({ ...at, left: undefined, after: 60 })).toBe('digits: cell 3 of 50');
    expect(progressText({ ...at, left: 3, after: 0 })).toBe('digits: cell 3 of 50, a few seconds left');
    expect(progressText({ ...at, left: 47, after: undefined })).toBe('digits: cell 3 of 50, about 45 s left');
  });

  it('tells of the notebooks that follow', () => {
    expect(progressText({ ...at, left: 121, after: 178 })).toBe(
      'digits: cell 3 of 50, about 2 min left, about 5 min in all',
    );
    expect(progressText({ ...at, left: 700, after: 3000 })).toBe(
      'digits: cell 3 of 50, about 12 min left, about 1 h 2 min in all',
    );
  });
});
