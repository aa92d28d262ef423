import path from 'node:path';
import { digitRecipe, fashionRecipe } from 'mnist-lab/experiments';
import { expect, test } from 'vitest';
import { recipeOptions } from '../../lib/src/experiments/recipe-options.js';
import { flagsOf } from '../../lib/src/options/flags.js';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed, lessons } from '../../scripts/lessons/project.js';
import { runRecorded } from '../cli/run-recorded.js';
import { runOnFewImages } from './run-on-few-images.js';

/** The recipes whose accuracy was measured: a lesson trains by one of them, unchanged. */
const recipes = { mnist: digitRecipe, 'fashion-mnist': fashionRecipe } as const;
const ofRecipe = flagsOf(recipeOptions).map(({ name }) => name);
const own = { mnist: {}, 'fashion-mnist': { ablationEpochs: 1 } } as const;

test.each(lessons)(
  'every cell and every answer of $file runs, and what it saves can be used',
  async (lesson) => {
    const notebook = readNotebook(committed(lesson));
    const { steps, said, asked } = await runOnFewImages(
      notebook,
      own[lesson.dataset as keyof typeof own],
      async (folder) => {
        const saved = path.join(folder, 'models', lesson.model);
        const { code, out } = await runRecorded(['evaluate', saved]);
        expect(code).toBe(0);
        expect(out).toMatch(/accuracy \d+\.\d+ %/);
      },
    );
    expect(steps.filter(({ kind }) => kind === 'answer').length).toBeGreaterThanOrEqual(7);
    const silent = steps.filter(({ code }, at) => /\.show\(/.test(code) && said[at]!.trim() === '');
    expect(silent).toEqual([]);
    expect(asked.recipe).toBe(recipes[lesson.dataset as keyof typeof own]);
    expect(Object.keys(asked.own ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^(${ofRecipe.join('|')})$`))]),
    );
    expect(said.join('')).toContain("The text describes the run with the recipe's own values");
  },
);
