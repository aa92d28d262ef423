import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, exportDemoPage } from 'mnist-lab';
import { expect, test } from 'vitest';
import { accent, brightTextColour, labelColour, strongWrongColour } from '../../lib/src/colours/palette.js';
import { demoPageColours, lessonPageColours } from '../../lib/src/colours/themes.js';
import { confusionMatrixFigure } from '../../lib/src/figures/confusion-matrix-figure.js';
import { progressHtml } from '../../lib/src/notebook/progress-view.js';
import { completeReport } from '../../scripts/report/report.js';
import { compileLibrary } from '../compile-library.js';
import { temporaryFolder } from '../temporary-folder.js';
import { contrast } from './contrast.js';

test('charts, progress bars, lesson pages and the demo page share one accent colour', async () => {
  compileLibrary();
  const figure = confusionMatrixFigure({ confusionMatrix: [[1]], classNames: ['a'] });
  const { red, green, blue } = parts(accent.anywhere);
  expect(JSON.stringify(figure.data[0])).toContain(`rgb(${red}, ${green}, ${blue})`);
  expect(progressHtml({ title: '', done: [], stopped: false })).toContain(accent.anywhere);
  const { file } = await exportDemoPage(
    [{ model: createDigitModel() }],
    path.join(temporaryFolder(), 'a.html'),
  );
  for (const page of [readFileSync(file, 'utf8'), completeReport('<style>%colours%</style>')]) {
    expect(page).toContain(`--accent: ${accent.onLight}`);
    expect(page).toContain(`--accent: ${accent.onDark}`);
  }
});

function parts(colour: string) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return { red, green, blue };
}

/** Level AA of the Web Content Accessibility Guidelines for text of normal size. */
const readable = 4.5;

test.each(['light', 'dark'] as const)(
  'text of lesson pages and the demo page has enough contrast in the %s theme',
  (theme) => {
    const lesson = lessonPageColours[theme];
    for (const name of ['text', 'quiet', 'accent', 'keyword', 'string', 'number'] as const) {
      expect(contrast(lesson[name], lesson.page), `${name} on page`).toBeGreaterThan(readable);
      expect(contrast(lesson[name], lesson.shade), `${name} on shade`).toBeGreaterThan(readable);
    }
    expect(contrast(lesson.text, lesson.error), 'text on error').toBeGreaterThan(readable);
    const draw = demoPageColours[theme];
    for (const name of ['ink', 'quiet', 'accent', 'problem'] as const) {
      expect(contrast(draw[name], draw.ground), `${name} on ground`).toBeGreaterThan(readable);
      expect(contrast(draw[name], draw.card), `${name} on card`).toBeGreaterThan(readable);
    }
  },
);

test('white text in charts has enough contrast with the label, accent and error colours', () => {
  for (const ground of [labelColour, accent.anywhere, strongWrongColour]) {
    expect(contrast(brightTextColour, ground), ground).toBeGreaterThan(readable);
  }
});
