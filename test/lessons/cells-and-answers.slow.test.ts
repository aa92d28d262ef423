import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { recipeOptions } from '../../lib/src/experiments/recipe.js';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { flagsOf } from '../../lib/src/options/flags.js';
import { parametersOf } from '../../scripts/lessons/lesson-parameters.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed } from '../../scripts/lessons/project.js';
import { runRecorded } from '../cli/run-recorded.js';
import { runOnFewImages } from './run-on-few-images.js';

// Each test trains all networks of a lesson, on few images.
vi.setConfig({ testTimeout: 180_000 });

const ofRecipe = flagsOf(recipeOptions).map(({ name }) => name);

test.each(lessons)(
  'every cell and every exercise answer of $notebook runs on few images, and the saved model can be evaluated',
  async (lesson) => {
    const notebook = readNotebook(committed(lesson));
    const known = await parametersOf(notebook);
    const { steps, said, asked } = await runOnFewImages(
      notebook,
      'studyEpochs' in known ? { studyEpochs: 1 } : {},
      async (folder) => {
        const saved = path.join(folder, 'models', lesson.modelName);
        const { code, out } = await runRecorded(['evaluate', saved]);
        expect(code).toBe(0);
        expect(out).toMatch(/accuracy \d+\.\d+%/);
      },
    );
    expect(steps.filter(({ kind }) => kind === 'answer').length).toBeGreaterThanOrEqual(7);
    const silent = steps.filter(({ code }, at) => /\.show\(/.test(code) && said[at]!.trim() === '');
    expect(silent).toEqual([]);
    // The lesson uses the recipe whose accuracy was measured, without changes.
    expect(asked.recipe).toEqual(lesson.recipe);
    expect(Object.keys(asked.own ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^(${ofRecipe.join('|')})$`))]),
    );
    expect(said.join('')).toContain("The text describes the run with the recipe's own values");
  },
);
