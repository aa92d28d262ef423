import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { checkNotebook } from '../../scripts/lessons/check.js';
import { driftOf } from '../../scripts/lessons/drift.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed } from '../../scripts/lessons/project.js';

describe.each(lessons)('the committed $notebook', (lesson) => {
  const notebook = readNotebook(committed(lesson));

  test('is executed and has all its figures and tables', () => {
    expect(checkNotebook(notebook)).toEqual([]);
  });

  test('has outputs that match its current code and library', () => {
    expect(driftOf(notebook)).toEqual([]);
  });

  test('is small enough for GitHub to render it', () => {
    expect(statSync(committed(lesson)).size).toBeLessThan(3e6);
  });

  test('contains no path of the machine it was executed on', () => {
    expect(JSON.stringify(notebook)).not.toMatch(/"[^"]*\/(home|root|tmp|Users|work)\//);
  });
});
