import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { firstAccuracy, intervalOf, outputsOf } from '../../scripts/lessons/claims/outputs.js';
import { readNotebook, textOf } from '../../scripts/lessons/notebook.js';
import { committed, root } from '../../scripts/lessons/project.js';

const page = readFileSync(path.join(root, 'docs', 'teaching.md'), 'utf8');
const [digits, clothing] = lessons.map((lesson) => readNotebook(committed(lesson)));
const sectionsOf = { digits: sections(digits!), clothing: sections(clothing!) };

function sections({ cells }: typeof digits & object): number[] {
  const text = cells.map(({ source }) => textOf(source)).join('\n');
  return [...text.matchAll(/^## (\d+)\./gm)].map(([, number]) => Number(number));
}

const questions = [...page.matchAll(/^\d+\. (.+\?.*) \(([^()]*)\)$/gm)].map(([, question, place]) => ({
  question: question!,
  places: [...place!.matchAll(/(digits|clothing), (\d+)/g)].map(([, lesson, section]) => ({
    lesson: lesson as keyof typeof sectionsOf,
    section: Number(section),
  })),
}));

describe('the quiz questions in docs/teaching.md', () => {
  test('are 20 in number', () => {
    expect(questions.length).toBe(20);
  });

  test.each(questions)('name existing sections of the lessons: $question', ({ places }) => {
    expect(places.length).toBeGreaterThan(0);
    for (const { lesson, section } of places) expect(sectionsOf[lesson]).toContain(section);
  });

  test('are each followed by an answer', () => {
    const answers = [...page.matchAll(/^\d+\. .+\?.* \([^()]*\)\n {3,4}- .+$/gm)];
    expect(answers.length).toBe(questions.length);
  });

  test('have answers with the values of the outputs and options of the digits lesson', () => {
    const run = outputsOf(digits!);
    const [lower, upper] = intervalOf(run);
    expect(page).toContain(`interval is about ${(upper - lower).toFixed(1)} points wide`);
    expect(page).toContain(`reads about ${firstAccuracy(run).toFixed(0)}% of the digits`);
    expect(page).toContain(`${Math.ceil(55_000 / 128)} steps`);
  });
});

test.each([
  ['Handwritten digits', digits!],
  ['Clothing', clothing!],
])('README.md and docs/teaching.md state the same reading time as the lesson %j', (title, { cells }) => {
  const text = cells.map(({ source }) => textOf(source)).join('\n');
  const [, minutes] = /Reading takes about (\d+) minutes/.exec(text)!;
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8').split('\n');
  const row = readme.find((line) => line.startsWith(`| [${title}]`));
  expect(row).toMatch(new RegExp(`\\| ${minutes} minutes +\\|$`));
  expect(page).toContain(`takes ${minutes} minutes`);
});

const plans = [...page.matchAll(/^## ([A-Z][\w-]+ minutes): .+\n([\s\S]*?)(?=^## )/gm)].map(
  ([, name, text]) => ({
    name: name!,
    rows: [...text!.matchAll(/^\| (.+?) +\| (.*?) *\| (\d+) +\|$/gm)].map(([, part, place, minutes]) => ({
      part: part!,
      place: place!,
      minutes: Number(minutes),
    })),
  }),
);

describe('the lesson plans in docs/teaching.md', () => {
  test('last 45 and 90 minutes', () => {
    expect(plans.map(({ rows }) => rows.at(-1))).toMatchObject([
      { part: 'total', minutes: 45 },
      { part: 'total', minutes: 90 },
    ]);
  });

  test.each(plans)('have parts that add up to $name, and name existing sections', ({ rows }) => {
    const parts = rows.slice(0, -1);
    expect(parts.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(rows.at(-1)!.minutes);
    const places = parts.flatMap(({ place }) => [...place.matchAll(/\d+/g)].map(Number));
    expect(places.length).toBeGreaterThan(4);
    for (const section of places) expect(sectionsOf.digits).toContain(section);
  });
});
