import { describe, expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { parametersOf, shareValues } from '../../scripts/lessons/lesson-parameters.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed } from '../../scripts/lessons/project.js';
import { quickParameters } from '../../scripts/lessons/task.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

const notebook = (...cells: string[]) =>
  fromMarkdown(cells.map((cell) => `\`\`\`ts\n${cell}\n\`\`\``).join('\n'));

describe('the parameters that are found in a notebook', () => {
  test('are those that its code passes to notebookParameters(), without running later code', async () => {
    const found = await parametersOf(
      notebook(
        "import * as lesson from 'mnist-lab/notebook';\nconst recipe: { epochs: number } = { epochs: 20 };",
        "const parameters = lesson.notebookParameters({ ...recipe, name: 'a' });",
        "throw new Error('too far');",
      ),
    );
    expect(found).toEqual({ epochs: 20, name: 'a' });
  });

  test('are none if its code has none', async () => {
    expect(await parametersOf(notebook('1 + 1'))).toEqual({});
  });

  test.each(lessons)(
    'of $notebook are all set by a quick run, if they are numbers of epochs or units',
    async (lesson) => {
      const known = Object.keys(await parametersOf(readNotebook(committed(lesson))));
      expect(known).toEqual(expect.arrayContaining(['epochs', 'hiddenUnits']));
      const long = known.filter((name) => /epochs|units/i.test(name));
      expect(Object.keys(quickParameters)).toEqual(expect.arrayContaining(long));
    },
  );
});

describe('parameters in MNIST_LAB_PARAMETERS', () => {
  const known: readonly Record<string, number>[] = [{ epochs: 20 }, { epochs: 44, studyEpochs: 15 }];

  test('are passed to each notebook that has them', () => {
    expect(shareValues({ epochs: 1, studyEpochs: 2 }, known)).toEqual([
      { epochs: 1 },
      { epochs: 1, studyEpochs: 2 },
    ]);
  });

  test('are rejected if no notebook has them, with a list of the known ones', () => {
    expect(() => shareValues({ epoch: 1 }, known)).toThrow(
      'names "epoch", which is not a parameter of any of these notebooks. Known: epochs, studyEpochs.',
    );
  });

  test('are rejected if their type is not that of the notebook’s value', () => {
    expect(() => shareValues({ studyEpochs: '2' }, known)).toThrow(TypeError);
  });
});
