import { type Cell, type Notebook, textOf } from './notebook.js';

/** Code that a reader of a lesson runs: a cell, or the answer to an exercise. */
export interface LessonStep {
  /** `'answer'`: the cell that declares an answer, and the call that runs it. */
  readonly kind: 'cell' | 'answer';
  readonly code: string;
}

/** Every code cell of a lesson, and a call of every answer, in order. */
export function stepsOf(notebook: Notebook): LessonStep[] {
  return notebook.cells.flatMap((cell): LessonStep[] => {
    const code = textOf(cell.source);
    if (cell.cell_type !== 'code' || code.trim() === '') return [];
    if (!isAnswer(cell)) return [{ kind: 'cell', code }];
    return [{ kind: 'answer', code: `${code}\n\nawait ${answerName(cell)}();` }];
  });
}

/** Whether a cell is an answer to an exercise. It only declares a function, so running the cell displays nothing. */
export function isAnswer({ metadata }: Cell): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes('answer');
}

/** @throws {TypeError} if the cell does not declare an asynchronous function */
export function answerName({ source }: Cell): string {
  const name = /^async function (\w+)\(/m.exec(textOf(source))?.[1];
  if (!name)
    throw new TypeError(`Expected a cell tagged "answer" to declare an async function:\n${textOf(source)}`);
  return name;
}
