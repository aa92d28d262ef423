import { describe, expect, test } from 'vitest';
import { readSpace, type SearchSpace } from '../../lib/src/sweeps/space.js';
import type { SweepData } from '../../lib/src/sweeps/sweep-data.js';
import { planSweep, usualHalving } from '../../lib/src/sweeps/sweep-plan.js';
import { sweepReport } from '../../lib/src/sweeps/sweep-report.js';
import { stripes } from '../training/stripes.js';

const hostile = '</script><b>"';
const data = {
  name: `/data/${hostile}`,
  title: hostile,
  preprocessing: 'resize',
  train: stripes(600, 1),
} as SweepData;
const choices = { trials: 5, seeds: 1, seed: 1, pruning: true };
const planOf = (space: SearchSpace) => planSweep(space, readSpace(space), data, choices);

describe('a sweep plan', () => {
  test('splits off a sixth of a small dataset for validation, and gives its trials the defaults of other options', () => {
    const plan = planOf({ dropoutRate: { uniform: [0, 0.5] } });
    expect(plan).toMatchObject({
      validationCount: 100,
      varied: ['dropoutRate'],
      scales: { dropoutRate: 'linear' },
    });
    expect(plan.configurations).toHaveLength(5);
    expect(plan.configurations[0]!.values).toMatchObject({
      epochs: 10,
      hiddenUnits: [128, 64],
      validationSize: 100,
    });
  });

  test('passes the option precision to each trial, whether it is fixed or varied', () => {
    const precisionsOf = (space: SearchSpace) =>
      planOf(space).configurations.map(({ values }) => values.precision);
    expect(new Set(precisionsOf({ precision: 'mixed', dropoutRate: { uniform: [0, 0.5] } }))).toEqual(
      new Set(['mixed']),
    );
    expect(new Set(precisionsOf({ precision: { choice: ['float32', 'mixed'] } }))).toEqual(
      new Set(['float32', 'mixed']),
    );
  });

  test.each<[SearchSpace, string | RegExp]>([
    [
      { batchSize: { choice: [501] } },
      'expected batchSize to be at most the 500 images to train on but found 501',
    ],
    [
      { validationSize: 600, epochs: { choice: [1] } },
      'expected validationSize to be less than the 600 training images',
    ],
    [{ schedule: 'cosine', learningRate: 0.1, warmupEpochs: { choice: [9] }, epochs: 3 }, 'warmupEpochs'],
    [
      { hiddenUnits: { choice: [[30_000, 30_000]] } },
      /^Planning trial 1 of the sweep: expected at most [\d,]+ weights but found 901,/,
    ],
    [{ minDelta: { uniform: [0, 1] } }, 'minDelta needs patience'],
  ])('for the search space %j is rejected', (space, message) => {
    expect(() => planOf(space)).toThrow(message);
  });
});

test('pruning compares trials after a tenth, three tenths and nine tenths of the epochs, and never trials of one epoch', () => {
  expect(usualHalving(50)).toEqual({ epochs: 50, grace: 5, factor: 3 });
  expect(usualHalving(1)).toBeUndefined();
});

test('the report of a sweep escapes dataset names, even if there are no trials', () => {
  const plan = planOf({ dropoutRate: { uniform: [0, 0.5] } });
  const result = { ...plan, directory: '/out', isInterrupted: true, configurations: [] };
  const page = sweepReport(result, plan, 'var Plotly = {}; // </script>');
  expect(page).not.toContain('<b>');
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).toContain('The sweep was interrupted');
});
