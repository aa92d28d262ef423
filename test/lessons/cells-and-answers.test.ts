import path from 'node:path';
import { expect, test } from 'vitest';
import { readNotebook } from '../../scripts/lessons/notebook.js';
import { committed, lessons } from '../../scripts/lessons/project.js';
import { runRecorded } from '../cli/run-recorded.js';
import { runOnFewImages } from './run-on-few-images.js';

const own = { mnist: {}, 'fashion-mnist': { ablationEpochs: 1 } } as const;

test.each(lessons)(
  'every cell and every answer of $file runs, and what it saves can be used',
  async (lesson) => {
    const notebook = readNotebook(committed(lesson));
    const { steps, said } = await runOnFewImages(
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
    expect(said.join('')).toContain('The text describes the run without these changes');
  },
);
