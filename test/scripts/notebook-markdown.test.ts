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

test('Markdown becomes cells of prose and code', () => {
  const { cells } = fromMarkdown(lesson);
  expect(cells.map(({ cell_type, source }) => [cell_type, textOf(source)])).toEqual([
    ['markdown', '# Title\n\nProse.'],
    ['markdown', 'A second cell of prose.'],
    ['code', 'const a = 1;\na + 1;'],
    ['markdown', 'After.'],
  ]);
});

test('a notebook is unchanged by a round trip through Markdown', () => {
  expect(toMarkdown(fromMarkdown(lesson))).toBe(lesson);
});

test('outputs of unchanged code are kept, those of edited code are not', () => {
  const before = fromMarkdown(lesson);
  before.cells[2]!.outputs = [{ output_type: 'stream', name: 'stdout', text: '2\n' }];
  before.cells[2]!.execution_count = 1;
  expect(fromMarkdown(lesson.replace('Prose', 'Words'), before).cells[2]!.outputs).toHaveLength(1);
  expect(fromMarkdown(lesson.replace('a + 1', 'a + 2'), before).cells[2]!.outputs).toEqual([]);
});
