import { evaluate, loadDataset, subset } from 'mnist-lab';
import { changeRecipe, lessons, measureBaselines, trainRecipe } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';

describe.each(lessons.map((lesson) => [lesson.dataset, lesson.recipe] as const))(
  'the recipe of %s',
  (name, recipe) => {
    test('beats logistic regression after one and after three epochs', async () => {
      const dataset = await loadDataset(name);
      // Fewer steps make it harder for a deep network than for logistic regression, and take a third of the time.
      const third = subset(
        dataset.train,
        Array.from({ length: 20_000 }, (_, at) => at),
      );
      const baselines = await measureBaselines(third, dataset.test, { epochs: 3, seed: 1 });
      const { accuracy: toBeat } = baselines.find((entry) => entry.name === 'logistic regression')!;
      for (const epochs of [1, 3]) {
        const { model } = await trainRecipe(changeRecipe(recipe, { epochs }), third, { seed: 1 });
        const { accuracy } = evaluate(model, dataset.test);
        console.log(name, epochs, accuracy, toBeat);
        expect(accuracy, `${epochs} epochs`).toBeGreaterThan(toBeat);
        model.dispose();
      }
    }, 120_000);
  },
);
