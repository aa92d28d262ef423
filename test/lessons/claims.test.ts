import { describe, expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { type Claim, checkClaims, claimsOf } from '../../scripts/lessons/claims/claim.js';
import { type Notebook, type Output, readNotebook } from '../../scripts/lessons/notebook.js';
import { committed } from '../../scripts/lessons/project.js';

describe.each(lessons)('the text of $notebook', (lesson) => {
  const notebook = readNotebook(committed(lesson));

  test('matches the outputs of the notebook, and every number in it is checked', async () => {
    expect(checkClaims(notebook, await claimsOf(lesson))).toEqual([]);
  });

  test('fails the check if the accuracy in a figure changes', async () => {
    const changed = structuredClone(notebook);
    const comparison = changed.cells
      .flatMap(({ outputs }) => outputs ?? [])
      .find(({ metadata }) => metadata?.mnist_lab?.figure === 'accuracy-comparison');
    const data = comparison?.data as Record<string, unknown>;
    data['text/plain'] = String(data['text/plain']).replace(/this network [\d.]+/, 'this network 42');
    expect(checkClaims(changed, await claimsOf(lesson)).join('\n')).toContain('the lesson shows 42');
  });
});

describe('checkClaims()', () => {
  const check = (notebook: Notebook, claims: readonly Claim[], plainNumbers: readonly string[] = []) =>
    checkClaims(notebook, { claims, plainNumbers });
  const table = (...lines: string[]): Output => ({
    output_type: 'display_data',
    data: { 'text/plain': lines.join('\n') },
    metadata: { mnist_lab: { table: 'class, images' } },
  });
  const lesson = (text: string): Notebook => ({
    cells: [
      {
        cell_type: 'code',
        metadata: {},
        source: '',
        outputs: [table('class  images', '-----  ------', 'cat     1,234')],
      },
      { cell_type: 'markdown', metadata: {}, source: text },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
  const cats: Claim = { says: '# cats', numbers: (run) => [run.cell('class', 'cat', 'images')] };

  test('compares a number of the text with an output, rounded to the decimals of the text', () => {
    expect(check(lesson('There are 1,234 cats.'), [cats])).toEqual([]);
    expect(check(lesson('There are 1,235 cats.'), [cats])).toEqual([
      'The text says "1,235 cats", the lesson shows 1234.',
    ]);
    const share: Claim = { says: '#%', numbers: () => [99.34] };
    expect(check(lesson('99%, or 99.3%, or 99.34%.'), [share])).toEqual([]);
    expect(check(lesson('99.35%'), [share])).toHaveLength(1);
  });

  test('accepts a difference for numbers that depend on processor or seed, and reports larger ones', () => {
    const about: Claim = { says: 'about #%', numbers: () => [98.4], within: 0.5 };
    expect(check(lesson('about 98.8%, about 98%'), [about])).toEqual([]);
    expect(check(lesson('about 97.8%'), [about])).toEqual([
      'The text says "about 97.8%", the lesson shows 98.4.',
    ]);
    const above: Claim = { says: 'above #%', above: () => 98.4 };
    expect(check(lesson('above 98%'), [above])).toEqual([]);
    expect(check(lesson('above 99%'), [above])).toEqual([
      'The text says "above 99%", the lesson shows 98.4.',
    ]);
    const below: Claim = { says: 'below #%', below: () => 98.4 };
    expect(check(lesson('below 99%'), [below])).toEqual([]);
    expect(check(lesson('below 98%'), [below])).toHaveLength(1);
  });

  test('reads values from the curves of figures and from lines of text outputs', () => {
    const shown = lesson('3 of 4 epochs');
    shown.cells[0]!.outputs!.push(
      {
        output_type: 'display_data',
        data: {
          'text/plain': 'Curves.',
          'application/vnd.plotly.v1+json': { data: [{ name: 'training', yaxis: 'y2', y: [1, 2, 3, 4] }] },
        },
        metadata: { mnist_lab: { figure: 'learning-curves' } },
      },
      { output_type: 'stream', name: 'stdout', text: 'Test accuracy: 3%.' },
    );
    const claim: Claim = {
      says: '# of # epochs',
      numbers: (run) => [
        run.said(/Test accuracy: ([\d.]+)/),
        run.curve('learning-curves', 'training', 'y2').length,
      ],
    };
    expect(check(shown, [claim])).toEqual([]);
  });

  test('reports numbers without a claim, except in code, URLs and headings', () => {
    expect(check(lesson('## 2. Cats\n\n1,234 cats, `3`, [a](b/4) and 5 dogs.'), [cats])).toEqual([
      'No claim covers 5 in "…Cats 1,234 cats, ``, [a] and 5 dogs.…".',
    ]);
  });

  test('reports claims that are no longer in the text, and claims that are false', () => {
    const many: Claim = { says: 'many cats', holds: (run) => run.cell('class', 'cat', 'images') > 2000 };
    expect(check(lesson('There are many cats.'), [many])).toEqual([
      'The text says "many cats", which the outputs contradict.',
    ]);
    expect(check(lesson('No animals.'), [cats])).toEqual(['The text no longer contains "# cats".']);
  });

  test('reports passages of plainNumbers that are no longer in the text', () => {
    expect(check(lesson('Cats have 9 lives, as 1,234 cats say.'), [cats], ['9 lives'])).toEqual([]);
    expect(check(lesson('1,234 cats'), [cats], ['9 lives'])).toEqual([
      'The text no longer contains "9 lives".',
    ]);
  });

  test('reports references to missing sections', () => {
    const text = '## 1. Cats\n\n1,234 cats; see section 1 and section 3.';
    expect(check(lesson(text), [cats])).toEqual(['There is no section 3.']);
  });

  test('throws if the notebook lacks the output of a claim', () => {
    const dogs: Claim = { says: '# dogs', numbers: (run) => [run.cell('class', 'dog', 'images')] };
    expect(() => check(lesson('4 dogs'), [dogs])).toThrow('no "images" of "dog" in table "class"');
  });
});
