import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressLine } from '../../lib/src/terminal/progress-line.js';

let written = '';
const line = (interactive: boolean) =>
  new ProgressLine({
    interactive,
    columns: 20,
    write: (text) => {
      written += text;
    },
  });

/** The final content of a terminal. It interprets only the codes that a progress line writes. */
function shown(): string[] {
  const lines = [''];
  for (const part of written.replaceAll('\u001b[1A\r\u001b[K', '<back>').split(/(\n|<back>)/)) {
    if (part === '\n') lines.push('');
    else if (part === '<back>') lines.splice(-2, 2, '');
    else lines[lines.length - 1] += part;
  }
  return lines;
}

beforeEach(() => {
  written = '';
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('the progress line on a terminal is rewritten in place and truncated to the width, with the cursor below it', () => {
  const progress = line(true);
  for (const text of ['one', 'two', 'a line that is much too long']) {
    vi.advanceTimersByTime(100);
    progress.update(text);
  }
  expect(shown()).toEqual(['a line that is muc…', '']);
  progress.line('done');
  expect(shown()).toEqual(['done', '']);
});

test('permanent lines on a terminal appear above the progress line, which can be removed', () => {
  const progress = line(true);
  progress.replace('half');
  progress.line('first done');
  progress.replace('half of the second');
  expect(shown()).toEqual(['first done', 'half of the second', '']);
  progress.clear();
  progress.clear();
  expect(shown()).toEqual(['first done', '']);
});

test('the progress line skips updates in quick succession, but not replacements', () => {
  const progress = line(true);
  progress.update('at once');
  expect(written).toBe('');
  progress.replace('now');
  vi.advanceTimersByTime(100);
  progress.update('later');
  progress.update('too soon');
  expect(shown()).toEqual(['later', '']);
});

test('outside a terminal, a complete line of progress is written every few seconds, without terminal codes', () => {
  const progress = line(false);
  for (let second = 1; second <= 12; second++) {
    vi.advanceTimersByTime(1000);
    progress.update(`second ${second}, which is longer than the terminal is wide`);
  }
  progress.clear();
  progress.line('done');
  const [first, second, ...others] = written.split('\n');
  expect(first).toMatch(/^second 5, .* wide$/);
  expect(second).toMatch(/^second 10,/);
  expect(others).toEqual(['done', '']);
  expect(written).not.toContain('\u001b');
});
