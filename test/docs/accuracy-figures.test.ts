import { readFileSync } from 'node:fs';
import path from 'node:path';
import { digits, fashion, type Recipe } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/lessons/project.js';

/** The text of a page, with all percentages without a space. */
const read = (...segments: string[]) =>
  readFileSync(path.join(root, ...segments), 'utf8').replaceAll(/(\d) %/g, '$1%');
const measured = JSON.parse(read('bench', 'accuracy', 'results.json')) as Record<
  string,
  { recipe: Recipe; runs: { accuracy: number }[] }
>;
const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
const mean = (name: string) => {
  const { runs } = measured[name]!;
  return percent(runs.reduce((sum, { accuracy }) => sum + accuracy, 0) / runs.length);
};

test.each([digits, fashion])(
  'the recipe of the $name lesson is the one whose accuracy was measured',
  ({ name, recipe }) => {
    expect(measured[name]!.recipe).toEqual(recipe);
  },
);

describe.each(['README.md', 'bench/accuracy/README.md'])('%s', (file) => {
  const text = read(file);

  test.each([
    ['digits', 'digits'],
    ['fashion', 'cloth'],
  ])('states the mean accuracy over the seeds of the %s recipe', (name, word) => {
    const row = text
      .split('\n')
      .find((line) => line.startsWith('|') && line.includes(word) && line.includes(mean(name)));
    expect(row).toBeDefined();
  });

  test('states the best published accuracy that the library lists', () => {
    for (const all of [digits.publishedResults, fashion.publishedResults]) {
      expect(text).toContain(percent(Math.max(...all.map(({ accuracy }) => accuracy))));
    }
  });
});

test('the accuracies of the best results stated in the library are the measured means', () => {
  expect(percent(digits.bestResult.accuracy)).toBe(mean('digits, record'));
  expect(percent(fashion.bestResult.accuracy)).toBe(mean('clothes, record'));
});

test.each([digits, fashion])(
  'the convolutional accuracy of the $name lesson is the measured mean',
  ({ name, convolutionalRecipe, convolutionalResult }) => {
    const { recipe, runs } = measured[`${name}-cnn`]!;
    expect(recipe).toEqual(convolutionalRecipe);
    expect(percent(convolutionalResult.accuracy)).toBe(mean(`${name}-cnn`));
    const inWords = ['no', 'one', 'two', 'three', 'four', 'five'][runs.length];
    expect(convolutionalResult.conditions).toMatch(new RegExp(`mean of (${runs.length}|${inWords}) seeds`));
  },
);

test('every accuracy of 90% or more in README.md is a measured mean or a published result', () => {
  const published = [...digits.publishedResults, ...fashion.publishedResults].map(({ accuracy }) =>
    percent(accuracy),
  );
  const known = [...published, ...Object.keys(measured).map(mean)];
  const found = [...read('README.md').matchAll(/9\d\.\d\d%/g)].map(([accuracy]) => accuracy);
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter((accuracy) => !known.includes(accuracy))).toEqual([]);
});

test.each([
  ['digits', 'MNIST digits'],
  ['fashion', 'Fashion-MNIST clothing'],
])('README.md states the measured standard deviation over the seeds of the %s recipe', (name, title) => {
  const { runs } = measured[name]!;
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const accuracies = runs.map(({ accuracy }) => 100 * accuracy);
  const deviation = Math.sqrt(
    accuracies.reduce((sum, value) => sum + (value - average(accuracies)) ** 2, 0) / (runs.length - 1),
  );
  const row = read('README.md')
    .split('\n')
    .find((line) => line.startsWith(`| ${title} `));
  expect(row).toContain(`% ± ${deviation.toFixed(2)} `);
});

/** Pages for users and contributors, by their path. */
const userPages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'requirements-kernel.md', 'lib/README.md']
  .concat(['lib/templates/README.md', 'docs/install.md', 'docs/teaching.md'])
  .map((page): [string, string] => [page, read(page).replace(/\s+/g, ' ')]);

/** Every match of a pattern on the pages, with its page. */
const statements = (pattern: RegExp) =>
  userPages.flatMap(([page, text]) => [...text.matchAll(pattern)].map(([found]) => `${page}: ${found}`));

test.each([
  ['supported versions of Node', /\bNode(\]\([^)]*\))? 20\S* (to \d+|or newer)/g, /20\.18\.1 to 26$/, 5],
  ['required disk space', /[\d.]+ GB of (free )?disk/g, /3\.5 GB/, 5],
])('the pages for users and contributors agree on the %s', (_, pattern, wanted, count) => {
  const found = statements(pattern);
  expect(found.length).toBeGreaterThanOrEqual(count);
  expect(found.filter((statement) => !wanted.test(statement))).toEqual([]);
});

test('the pages for users and contributors state the training time as 30 to 90 s, and no time as “about … s”', () => {
  expect(statements(/\b30 to 90 s(econds)?\b/g).length).toBeGreaterThan(2);
  expect(statements(/about \d+ s(econds)?\b/g)).toEqual([]);
});
