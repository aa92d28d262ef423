import { evaluate, loadDataset } from 'mnist-lab';
import { changeRecipe, lessons, measureBaselines, trainRecipe } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';

describe.each(lessons.map((lesson) => [lesson.dataset, lesson.recipe] as const))(
  'the recipe of %s',
  (name, recipe) => {
    test('is more accurate than logistic regression after one and after three epochs', async () => {
      const dataset = await loadDataset(name);
      const baselines = await measureBaselines(dataset.train, dataset.test, { epochs: 3, seed: 1 });
      const { accuracy: toBeat } = baselines.find((entry) => entry.name === 'logistic regression')!;
      for (const epochs of [1, 3]) {
        const { model } = await trainRecipe(changeRecipe(recipe, { epochs }), dataset.train, { seed: 1 });
        const { accuracy } = evaluate(model, dataset.test);
        expect(accuracy, `${epochs} epochs`).toBeGreaterThan(toBeat);
        model.dispose();
      }
    }, 300_000);
  },
);
