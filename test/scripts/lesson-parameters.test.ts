import { describe, expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { parametersOf, shareValues } from '../../scripts/lessons/lesson-parameters.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed } from '../../scripts/lessons/project.js';
import { quickParameters } from '../../scripts/lessons/task.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

const notebook = (...cells: string[]) =>
  fromMarkdown(cells.map((cell) => `\`\`\`ts\n${cell}\n\`\`\``).join('\n'));

describe('the parameters of a notebook', () => {
  test('are what its code hands over, whichever way it makes them; what comes after does not run', async () => {
    const found = await parametersOf(
      notebook(
        "import * as lesson from 'mnist-lab/notebook';\nconst recipe: { epochs: number } = { epochs: 20 };",
        "const parameters = lesson.notebookParameters({ ...recipe, name: 'a' });",
        "throw new Error('too far');",
      ),
    );
    expect(found).toEqual({ epochs: 20, name: 'a' });
  });

  test('are none where it does not ask for any', async () => {
    expect(await parametersOf(notebook('1 + 1'))).toEqual({});
  });

  test.each(lessons)('of $notebook are all shortened by a quick run that make it long', async (lesson) => {
    const known = Object.keys(await parametersOf(readNotebook(committed(lesson))));
    expect(known).toEqual(expect.arrayContaining(['epochs', 'hiddenUnits']));
    const long = known.filter((name) => /epochs|units/i.test(name));
    expect(Object.keys(quickParameters)).toEqual(expect.arrayContaining(long));
  });
});

describe('values from outside', () => {
  const known: readonly Record<string, number>[] = [{ epochs: 20 }, { epochs: 44, studyEpochs: 15 }];

  test('are for each notebook that knows them', () => {
    expect(shareValues({ epochs: 1, studyEpochs: 2 }, known)).toEqual([
      { epochs: 1 },
      { epochs: 1, studyEpochs: 2 },
    ]);
  });

  test('that no notebook knows are refused, with all that are known', () => {
    expect(() => shareValues({ epoch: 1 }, known)).toThrow(
      'names "epoch", which is no parameter of any notebook to be run. Known: epochs, studyEpochs.',
    );
  });

  test('of another type are refused', () => {
    expect(() => shareValues({ studyEpochs: '2' }, known)).toThrow(TypeError);
  });
});
