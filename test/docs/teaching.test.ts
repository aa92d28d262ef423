import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { bestEpoch, epochs, last, outputsOf } from '../../scripts/lessons/claims/outputs.js';
import { readNotebook, textOf } from '../../scripts/lessons/notebook.js';
import { committed, root } from '../../scripts/lessons/project.js';

const page = readFileSync(path.join(root, 'docs', 'teaching.md'), 'utf8');
const [digits, clothes] = lessons.map((lesson) => readNotebook(committed(lesson)));
const sectionsOf = { digits: sections(digits!), clothes: sections(clothes!) };

function sections({ cells }: typeof digits & object): number[] {
  const text = cells.map(({ source }) => textOf(source)).join('\n');
  return [...text.matchAll(/^## (\d+)\./gm)].map(([, number]) => Number(number));
}

const questions = [...page.matchAll(/^\d+\. (.+\?.*) \(([^()]*)\)$/gm)].map(([, question, place]) => ({
  question: question!,
  places: [...place!.matchAll(/(digits|clothes), (\d+)/g)].map(([, lesson, section]) => ({
    lesson: lesson as keyof typeof sectionsOf,
    section: Number(section),
  })),
}));

describe('the twenty questions', () => {
  test('are twenty', () => {
    expect(questions.length).toBe(20);
  });

  test.each(questions)('$question has its answer in a section that there is', ({ places }) => {
    expect(places.length).toBeGreaterThan(0);
    for (const { lesson, section } of places) expect(sectionsOf[lesson]).toContain(section);
  });

  test('quote what the lessons show', () => {
    const run = outputsOf(digits!);
    const [loss, validationLoss] = [last(epochs(run, 'loss')), last(epochs(run, 'validation loss'))];
    expect(page).toContain(
      `training loss of ${loss.toFixed(2)} no worse than the validation loss of ${validationLoss.toFixed(2)}`,
    );
    expect(page).toContain(`The best epoch is ${bestEpoch(run)}, but epoch ${last(epochs(run, 'epoch'))}`);
    const dropout = -outputsOf(clothes!).cell('recipe', '+ dropout', 'gain (points)');
    expect(page).toContain(`The ablation shows ${dropout.toFixed(2)} points less with dropout`);
    expect(page).toContain(`batches of 512? (digits, 5: ${Math.ceil(55_000 / 512)}`);
  });
});
