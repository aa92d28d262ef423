import { type Notebook, textOf } from './notebook.js';

/** Code of a lesson in the order in which a reader who does every exercise runs it. */
export interface LessonStep {
  /** `'cell'`: a cell of the notebook; `'answer'`: the code of a folded answer, which a reader puts into a new cell. */
  readonly kind: 'cell' | 'answer';
  readonly code: string;
}

/** Every code cell of a lesson and the code of every folded answer, in order. */
export function stepsOf(notebook: Notebook): LessonStep[] {
  return notebook.cells.flatMap(({ cell_type, source }): LessonStep[] => {
    const text = textOf(source);
    if (cell_type === 'code') return text.trim() === '' ? [] : [{ kind: 'cell', code: text }];
    return answersIn(text).map((code) => ({ kind: 'answer', code }));
  });
}

/** Code of the folded answers in a piece of Markdown. */
function answersIn(markdown: string): string[] {
  return [...markdown.matchAll(/<details>([\s\S]*?)<\/details>/g)].flatMap(([, folded]) =>
    [...folded!.matchAll(/^```typescript\n([\s\S]*?)^```$/gm)].map(([, code]) => code!),
  );
}
