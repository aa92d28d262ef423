import { expect, test } from 'vitest';
import { textOf } from '../../scripts/lessons/notebook.js';
import { fromMarkdown, toMarkdown } from '../../scripts/notebook-markdown.js';

const lesson = `# Title

Prose.

---

A second cell of prose.

\`\`\`ts
const a = 1;
a + 1;
\`\`\`

After.
`;

test('fromMarkdown() turns Markdown into text and code cells', () => {
  const { cells } = fromMarkdown(lesson);
  expect(cells.map(({ cell_type, source }) => [cell_type, textOf(source)])).toEqual([
    ['markdown', '# Title\n\nProse.'],
    ['markdown', 'A second cell of prose.'],
    ['code', 'const a = 1;\na + 1;'],
    ['markdown', 'After.'],
  ]);
});

test('Markdown converted to a notebook and back is unchanged', () => {
  expect(toMarkdown(fromMarkdown(lesson))).toBe(lesson);
});

test('converting Markdown back into a notebook keeps the outputs of unchanged code cells only', () => {
  const before = fromMarkdown(lesson);
  before.cells[2]!.outputs = [{ output_type: 'stream', name: 'stdout', text: '2\n' }];
  before.cells[2]!.execution_count = 1;
  expect(fromMarkdown(lesson.replace('Prose', 'Words'), before).cells[2]!.outputs).toHaveLength(1);
  expect(fromMarkdown(lesson.replace('a + 1', 'a + 2'), before).cells[2]!.outputs).toEqual([]);
});
