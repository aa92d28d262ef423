import { digitRecipe, fashionRecipe, type Recipe } from 'mnist-lab';
import { expect, test } from 'vitest';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed, lessons } from '../../scripts/lessons/project.js';

interface Settings {
  readonly parameters: { readonly [name: string]: unknown; readonly seed: number };
  readonly recipe: object;
  readonly augmentation: object;
}

/** What a notebook's own code sets before it trains. */
function settingsOf(file: string): Settings {
  const sources = readNotebook(file).cells.map(({ source }) => [source].flat().join(''));
  const cellWith = (start: string) => sources.find((source) => source.startsWith(start)) ?? '';
  const [recipe] = cellWith('const recipe = ').split('const history');
  const code = `${cellWith('const parameters = ')}\n${recipe!.replace(' as const', '')}`;
  const run = new Function('lesson', `${code}\nreturn { parameters, recipe, augmentation };`);
  return run({ notebookParameters: (parameters: unknown) => parameters }) as Settings;
}

const recipes: Readonly<Record<string, Recipe>> = { mnist: digitRecipe, 'fashion-mnist': fashionRecipe };

test.each(lessons)('$file trains by the recipe whose accuracy was measured', (lesson) => {
  const { parameters, recipe, augmentation } = settingsOf(committed(lesson));
  const { model, training, validationSize } = recipes[lesson.dataset]!;
  expect({ ...recipe, augmentation }).toEqual({ ...training, seed: parameters.seed });
  const { hiddenUnits, dropoutRate } = model;
  expect(parameters).toMatchObject({ hiddenUnits, dropoutRate, validationSize });
});
