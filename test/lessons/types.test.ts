import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { answerName, isAnswer, stepsOf } from '../../scripts/lessons/answers.js';
import { readNotebook, textOf } from '../../scripts/lessons/notebook.js';
import { committed, root } from '../../scripts/lessons/project.js';

/** Compiles code without strict mode, as the kernel does. @returns The errors, or an empty text. */
function compilerOn(code: string): string {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'build', 'types-'));
  try {
    writeFileSync(path.join(folder, 'lesson.mts'), code);
    const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = [
      '--noEmit',
      '--ignoreConfig',
      '--skipLibCheck',
      '--strict',
      'false',
      '--module',
      'nodenext',
    ];
    execFileSync(process.execPath, [
      compiler,
      ...options,
      ...['--target', 'es2022', '--types', 'node', path.join(folder, 'lesson.mts')],
    ]);
    return '';
  } catch (error) {
    return String((error as { stdout?: Buffer }).stdout ?? error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(lessons)(
  'every cell and every exercise answer of $notebook compiles without type errors, outside of strict mode',
  (lesson) => {
    const imports: string[] = [];
    const code = stepsOf(readNotebook(committed(lesson))).map((step) => {
      const rest = step.code.replace(/^import [^;]*;$/gm, (line) => {
        imports.push(line);
        return '';
      });
      return step.kind === 'answer' ? `{\n${rest}\n}` : rest;
    });
    execFileSync(process.execPath, [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      '-b',
      path.join(root, 'lib'),
    ]);
    expect(compilerOn([...imports, ...code].join('\n'))).toBe('');
  },
);

test('no line of a cell or an exercise answer has more than 100 characters', () => {
  const long = lessons.flatMap((lesson) =>
    stepsOf(readNotebook(committed(lesson))).flatMap(({ code }) =>
      code.split('\n').filter((line) => line.length > 100),
    ),
  );
  expect(long).toEqual([]);
});

test.each(lessons)('each exercise of $notebook contains the line of code that runs its answer', (lesson) => {
  const { cells } = readNotebook(committed(lesson));
  const exercises = cells.filter(({ source }) => /^\*\*(Exercise|A longer exercise)/m.test(textOf(source)));
  expect(exercises.length).toBeGreaterThan(5);
  for (const exercise of exercises) {
    const answer = cells[cells.indexOf(exercise) + 1]!;
    expect(isAnswer(answer)).toBe(true);
    expect(textOf(exercise.source)).toContain(`run \`await ${answerName(answer)}(`);
  }
});
