import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom, loadModel, modelMetadata } from 'mnist-lab';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRecorded } from '../cli/run-recorded.js';
import { compileLibrary } from '../compile-library.js';
import { drawnDigit } from '../images/writing/draw.js';
import { openFile, shownProbabilities, startTestBrowser } from './browser.js';

/** Shapes of many colours and sizes on off-white paper, as the images of your own classes. */
async function writeShapes(folder: string): Promise<void> {
  const random = createRandom(5);
  for (const name of ['<round>', 'square', 'stripes']) {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (let index = 0; index < 80; index++) {
      const [x, y, size] = [30 + random.integer(40), 30 + random.integer(20), 12 + random.integer(14)];
      const colour = `hsl(${random.integer(360)}, 70%, ${20 + random.integer(20)}%)`;
      const shapes: Readonly<Record<string, string>> = {
        '<round>': `<circle cx="${x}" cy="${y}" r="${size}" fill="${colour}"/>`,
        square: `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}" fill="${colour}"/>`,
        stripes: [0, 1, 2]
          .map((at) => `<rect y="${y - 24 + 20 * at}" width="100" height="8" fill="${colour}"/>`)
          .join(''),
      };
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="160" viewBox="0 0 100 80"><rect width="100" height="80" fill="#eee"/>${shapes[name]}</svg>`;
      await sharp(Buffer.from(svg))
        .jpeg({ quality: 90 })
        .toFile(path.join(folder, name, `${index}.jpg`));
    }
  }
}

describe('the exported page of a model with your own classes', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'mnist-lab-own-page-'));
  const shapes = path.join(home, 'shapes');
  let browser: Browser;
  const run = async (...words: string[]) => {
    const result = await runRecorded(words);
    expect(result.code, result.err).toBe(0);
    return result.out;
  };

  beforeAll(async () => {
    compileLibrary();
    await writeShapes(shapes);
    browser = await startTestBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('classifies a dropped photo as mnist-lab predict does, with its own class names and out-of-distribution detector', async () => {
    const [model, page] = [path.join(home, 'model'), path.join(home, 'show.html')];
    await run(
      'train',
      shapes,
      '-o',
      model,
      '--image-shape',
      '20x25',
      '--epochs',
      '40',
      '--validation-size',
      '0.2',
    );
    const { preprocessing, oodDetector } = modelMetadata(await loadModel(model));
    expect(preprocessing).toBe('resize');
    expect(oodDetector).toBeDefined();
    await run('export', model, '-o', page);
    const { page: shown, complaints } = await openFile(browser, page, {
      viewport: { width: 390, height: 844 },
    });
    expect(await shown.title()).toBe('Show a photo');
    expect(await shown.locator('#network-1 .bars .name').allTextContents()).toEqual([
      '<round>',
      'square',
      'stripes',
    ]);
    expect(await shown.locator('.about').textContent()).toContain('images of <round>, square and stripes');
    expect(await shown.locator('main').textContent()).not.toMatch(/digit|garment|MNIST/);
    for (const name of ['<round>', 'square', 'stripes']) {
      const photo = path.join(shapes, name, '7.jpg');
      await shown.locator('input[type=file]').setInputFiles(photo);
      const [prediction] = JSON.parse(await run('predict', model, photo, '--json')).predictions;
      await expect.poll(() => shown.locator('.answer-title').textContent()).toContain(prediction.class);
      const probabilities = await shownProbabilities(shown, '#network-1');
      ['<round>', 'square', 'stripes'].forEach((each, at) => {
        expect(Math.abs(probabilities[at]! - prediction.probabilities[each])).toBeLessThan(0.01);
      });
    }
    expect(await shown.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(complaints).toEqual([]);
    const strange = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    await shown
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: strange });
    const [prediction] = JSON.parse(
      (await runRecorded(['predict', model, '-', '--json'], { input: strange })).out,
    ).predictions;
    await expect.poll(() => shown.locator('.answer-title').textContent()).toContain(prediction.class);
    const warning = 'out of distribution';
    expect((await shown.locator('.answer-note').textContent()) === warning).toBe(
      prediction.outOfDistribution,
    );
    await shown.context().close();
  });

  it('lets the visitor draw if the training images were preprocessed as MNIST', async () => {
    const letters = path.join(home, 'letters');
    for (const [name, digit] of [
      ['seven', 7],
      ['one', 1],
    ] as const) {
      mkdirSync(path.join(letters, name), { recursive: true });
      for (let index = 0; index < 30; index++)
        await sharp(await drawnDigit(digit, index)).toFile(path.join(letters, name, `${index}.png`));
    }
    const [model, file] = [path.join(home, 'letters-model'), path.join(home, 'draw.html')];
    await run('train', letters, '--preprocessing', 'mnist', '-o', model, '--epochs', '20');
    await run('export', model, '--format', 'page', '-o', file);
    const { page, complaints } = await openFile(browser, file, { viewport: { width: 1200, height: 800 } });
    const { x, y, width } = (await page.locator('.pad > canvas').first().boundingBox())!;
    const stroke = [
      [0.3, 0.25],
      [0.7, 0.25],
      [0.45, 0.8],
    ] as const;
    await page.mouse.move(x + stroke[0][0] * width, y + stroke[0][1] * width);
    await page.mouse.down();
    for (const [right, down] of stroke.slice(1))
      await page.mouse.move(x + right * width, y + down * width, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => page.locator('.answer-title').textContent()).toMatch(/^seven/);
    expect(await page.locator('header').textContent()).toContain('tells one and seven apart while you draw');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
