/**
 * Draws the images of the README and of the benchmark pages as SVG: `npm run readme:pictures`. The images are
 * figures of the committed notebooks, and the demo page with the model that `npm start` leaves in `build/`.
 *
 * SVG is text, so git shows changes. Each image has at most about 100 kB.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { digits } from '../lib/src/lessons/digits.js';
import { lessons } from '../lib/src/lessons/lessons.js';
import { browserPrograms } from '../lib/src/notebook/browser/programs.js';
import { type Notebook, readNotebook } from './lessons/notebook.js';
import { committed, root } from './lessons/project.js';
import { demoPicture } from './readme/demo-picture.js';

interface Plot {
  readonly data: unknown;
  readonly layout: Readonly<Record<string, unknown>>;
}

function plotOf(notebook: Notebook, figure: string): Plot {
  const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
  const output = outputs.find(({ metadata }) => metadata?.mnist_lab?.figure === figure);
  const plot = output?.data?.['application/vnd.plotly.v1+json'];
  if (!plot)
    throw new Error(
      `The notebook shows no figure "${figure}". Run npm run notebooks:update, then this again.`,
    );
  return plot as Plot;
}

async function main(): Promise<void> {
  const folder = path.join(root, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const write = (file: string, svg: string) => {
    writeFileSync(path.join(folder, file), svg);
    process.stdout.write(`docs/pictures/${file}\n`);
  };
  write('demo-page.svg', await demoPicture(path.join(root, 'build', 'models', digits.modelName)));
  const { value: program } = await browserPrograms().next();
  if (!program) throw new Error('Drawing the images needs a browser. Install Chrome, Chromium or Edge.');
  const browser = await chromium.launch({
    executablePath: program.command,
    env: { ...process.env, ...program.environment } as Record<string, string>,
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ path: createRequire(__filename).resolve('plotly.js-dist') });
    for (const lesson of lessons) {
      for (const figure of lesson.readmeFigures ?? []) {
        const plot = plotOf(readNotebook(committed(lesson)), figure);
        const svg = await page.evaluate(async ({ data, layout }) => {
          const { Plotly } = globalThis as unknown as {
            Plotly: { toImage(plot: object, options: object): Promise<string> };
          };
          const width = 800;
          const options = { format: 'svg', width, height: layout.height ?? 500, imageDataOnly: true };
          return Plotly.toImage({ data, layout: { ...layout, width } }, options);
        }, plot);
        write(`${lesson.name}-${figure}.svg`, `${svg}\n`);
      }
    }
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
