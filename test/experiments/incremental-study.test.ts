import type { TrainProgress } from 'mnist-lab';
import { measureBaselines, runIncrementalStudy } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';
import { stripes } from '../training/stripes.js';

const training = stripes(300, 1);
const held = stripes(150, 2);

describe('runIncrementalStudy()', () => {
  const steps = [
    {
      name: 'too slow',
      model: { hiddenUnits: [12] },
      training: { epochs: 1, batchSize: 20, learningRate: 1e-6 },
    },
    { name: '+ rate', training: { learningRate: 0.01 } },
    { name: '+ epochs', training: { epochs: 8 } },
  ];

  test('trains a network per step, with the changes of this step and of all earlier steps', async () => {
    const results = await runIncrementalStudy(training, held, steps, { seed: 1 });
    expect(results.map(({ name }) => name)).toEqual(['too slow', '+ rate', '+ epochs']);
    const [first, , last] = results;
    // The last step sets no learning rate. It can learn only if it keeps the rate of the second step.
    expect(last!.accuracy).toBeGreaterThan(0.95);
    expect(first!.accuracy).toBeLessThan(last!.accuracy);
  });

  test('returns the results of the finished steps if it is aborted', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const progress = (name: string) => ({
      signal: controller.signal,
      onProgress: (_: TrainProgress) => {},
      onEpochEnd: () => {
        seen.push(name);
        if (name === '+ rate') controller.abort();
      },
    });
    const results = await runIncrementalStudy(training, held, steps, { seed: 1, progress });
    expect(seen).not.toContain('+ epochs');
    expect(results.map(({ name }) => name)).toEqual(['too slow', '+ rate']);
  });
});

describe('measureBaselines()', () => {
  test('returns the accuracies of three simple methods with confidence intervals', async () => {
    const entries = await measureBaselines(training, held, { epochs: 8, batchSize: 20, learningRate: 0.01 });
    expect(entries.map(({ name }) => name)).toEqual([
      'most frequent class',
      'nearest mean image',
      'logistic regression',
    ]);
    for (const { accuracy, interval } of entries) {
      expect(interval!.lower).toBeLessThan(accuracy);
      expect(interval!.upper).toBeGreaterThanOrEqual(accuracy);
    }
    expect(entries[2]!.accuracy).toBeGreaterThan(entries[0]!.accuracy);
  });
});
