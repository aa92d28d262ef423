import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createDigitModel,
  decodeImage,
  exportDemoPage,
  loadDataset,
  predictProbabilities,
  subset,
  train,
} from 'mnist-lab';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { createPredict } from '../../lib/src/program/javascript/runtime.js';
import { describeInBrowser } from '../browser-tests.js';
import { compileLibrary } from '../compile-library.js';
import { likeMnist } from '../images/prepared.js';
import { drawnDigit } from '../images/writing/draw.js';
import { openFile, seenImage, settled, shownProbabilities, startTestBrowser } from './browser.js';
import { digitPaths } from './digit-paths.js';
import { largestDifference } from './models.js';

describeInBrowser('the demo page for digits', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-draw-'));
  const file = path.join(folder, 'draw.html');
  const model = createDigitModel({ hiddenUnits: [128, 64], seed: 3 });
  let browser: Browser;

  beforeAll(async () => {
    compileLibrary();
    const mnist = await loadDataset('mnist');
    await train(model, mnist.train, { epochs: 4, batchSize: 128, seed: 3 });
    await exportDemoPage([{ model, examples: mnist.test }], file);
    browser = await startTestBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function drawWithMouse(page: Page, digit: number, part = 1): Promise<void> {
    const box = (await page.locator('#network-1 .pad').boundingBox())!;
    const place = ([x, y]: readonly [number, number]) =>
      [box.x + (0.5 + (x - 0.5) * part) * box.width, box.y + (0.5 + (y - 0.5) * part) * box.height] as const;
    for (const [start, ...rest] of digitPaths[digit]!) {
      await page.mouse.move(...place(start!));
      await page.mouse.down();
      for (const point of rest) await page.mouse.move(...place(point));
      await page.mouse.up();
    }
    await settled(page);
  }

  const answer = (page: Page) => page.locator('#network-1 .answer-title').textContent();
  const clear = (page: Page) => page.getByRole('button', { name: 'Clear' }).click();

  /** Expects the bars to show the library's probabilities for the image that the page shows. */
  async function expectAgreement(page: Page): Promise<void> {
    const shown = await shownProbabilities(page, '#network-1');
    const expected = predictProbabilities(model, await seenImage(page, '#network-1'));
    shown.forEach((probability, index) => {
      expect(Math.abs(probability - expected[index]!)).toBeLessThan(1e-3);
    });
  }

  it.each([
    ['wide', '0123456789', { width: 1200, height: 800 }, 1],
    ['narrow', '2468', { width: 360, height: 740 }, 1],
    ['wide, drawn small', '1359', { width: 1200, height: 800 }, 0.35],
  ] as const)(
    'recognises digits drawn with the mouse, with the probabilities of the library (%s: %s)',
    async (_, digits, viewport, part) => {
      const { page, complaints } = await openFile(browser, file, { viewport });
      const answers: (string | null)[] = [];
      for (const digit of digits) {
        await drawWithMouse(page, Number(digit), part);
        answers.push(await answer(page));
        await expectAgreement(page);
        await clear(page);
        await settled(page);
      }
      expect(answers.map((text) => text?.replace('?', ''))).toEqual([...digits]);
      expect(await shownProbabilities(page, '#network-1')).toEqual(Array(10).fill(Number.NaN));
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('gives the probabilities of the library to 1e-3 for a test image of each digit', async () => {
    const { test } = await loadDataset('mnist');
    const { page, complaints } = await openFile(browser, file);
    for (let digit = 0; digit < 10; digit++) {
      await page.getByRole('button', { name: `Test image: ${digit}` }).click();
      await settled(page);
      const { images } = subset(test, [test.labels.indexOf(digit)]);
      expect(await seenImage(page, '#network-1')).toEqual(images);
      await expectAgreement(page);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('has a network with 16-bit weights that gives the probabilities of the library to 1e-3 for all test images', async () => {
    const { test } = await loadDataset('mnist');
    const predict = createPredict(networkData(model, 16));
    expect(largestDifference(model, test.images, predict)).toBeLessThan(1e-3);
  });

  it('updates the probability bars during a stroke, and restores them on undo', async () => {
    const { page } = await openFile(browser, file);
    const box = (await page.locator('#network-1 .pad').boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + 300, { steps: 8 });
    await settled(page);
    const first = await shownProbabilities(page, '#network-1');
    await page.mouse.move(box.x + 300, box.y + 300, { steps: 8 });
    await settled(page);
    const second = await shownProbabilities(page, '#network-1');
    expect(second).not.toEqual(first);
    await page.mouse.up();

    await page.mouse.click(box.x + 200, box.y + 50);
    await settled(page);
    expect(await shownProbabilities(page, '#network-1')).not.toEqual(second);
    await page.getByRole('button', { name: 'Undo' }).click();
    await settled(page);
    expect(await shownProbabilities(page, '#network-1')).toEqual(second);
    await clear(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    await settled(page);
    expect(await shownProbabilities(page, '#network-1')).toEqual(second);
    await page.context().close();
  });

  it('accepts touch input without scrolling the page', async () => {
    const { page, complaints } = await openFile(browser, file, {
      viewport: { width: 390, height: 600 },
      hasTouch: true,
      isMobile: true,
    });
    const finger = await page.context().newCDPSession(page);
    const box = (await page.locator('#network-1 .pad').boundingBox())!;
    const touch = (type: string, x: number, y: number) =>
      finger.send('Input.dispatchTouchEvent', {
        type: type as 'touchMove',
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + x * box.width, y: box.y + y * box.height }],
      });
    // An upward swipe would scroll the page down if the pad did not prevent it.
    await touch('touchStart', 0.5, 0.85);
    for (let step = 1; step <= 14; step++) await touch('touchMove', 0.5, 0.85 - step * 0.05);
    await touch('touchEnd', 0, 0);
    await settled(page);
    expect(await answer(page)).toMatch(/^1/);
    expect(await page.evaluate('scrollY')).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('can be used with the keyboard, and announces its prediction to screen readers', async () => {
    const { page } = await openFile(browser, file);
    await page.getByRole('application', { name: 'Draw a digit' }).focus();
    await page.keyboard.press('Space');
    for (let step = 0; step < 14; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await settled(page);
    expect(await answer(page)).toMatch(/^1/);
    expect(await page.getByRole('status').textContent()).toMatch(/^1/);
    await page.keyboard.press('Control+z');
    await settled(page);
    expect(await shownProbabilities(page, '#network-1')).toEqual(Array(10).fill(Number.NaN));
    await page.context().close();
  });

  /** Whether the shown photo, which is grey, has blue and orange marks. */
  const markedColours = (page: Page) =>
    page.locator('#network-1 .pad .shown').evaluate((canvas) => {
      const surface = canvas as unknown as {
        width: number;
        height: number;
        getContext(kind: '2d'): { getImageData(...box: number[]): { data: ArrayLike<number> } };
      };
      const { data } = surface.getContext('2d').getImageData(0, 0, surface.width, surface.height);
      const pixels = Array.from(
        { length: data.length / 4 },
        (_, pixel) => data[4 * pixel + 2]! - data[4 * pixel]!,
      );
      return { blue: pixels.some((more) => more > 60), orange: pixels.some((more) => more < -60) };
    });

  it('classifies a dropped photo of a digit, and restores the drawing on undo', async () => {
    const { page, complaints } = await openFile(browser, file);
    await drawWithMouse(page, 3);
    await settled(page);
    const drawn = await shownProbabilities(page, '#network-1');
    const speck = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="6"/></svg>',
    );
    const seven = sharp(await drawnDigit(7, 5)).composite([{ input: speck, top: 0, left: 0 }]);
    const photo = (await seven.png().toBuffer()).toString('base64');
    const drop = (bytes: string) =>
      page.evaluate(`{
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob('${bytes}'), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], 'digit.png', { type: 'image/png' }));
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }));
      }`);
    await drop(photo);
    await expect.poll(() => answer(page)).toMatch(/^7/);
    const picture = await decodeImage(Buffer.from(photo, 'base64'));
    expect(await seenImage(page, '#network-1')).toEqual(likeMnist(picture));
    const steps = page.locator('#network-1 .steps');
    expect(await steps.textContent()).toMatch(
      /^Read as: dark ink on light paper; 1 speck ignored\. \(blue: read, orange: ignored\)$/,
    );
    expect(await markedColours(page)).toEqual({ blue: true, orange: true });
    await page.getByRole('button', { name: 'Undo' }).click();
    await settled(page);
    expect(await shownProbabilities(page, '#network-1')).toEqual(drawn);
    expect(await steps.textContent()).toBe('');

    const blank = sharp({ create: { width: 90, height: 90, channels: 3, background: '#eee' } });
    await drop((await blank.png().toBuffer()).toString('base64'));
    const problem = page.locator('#network-1 [role=alert]');
    await expect.poll(() => problem.textContent()).toContain('found no ink');
    expect(await shownProbabilities(page, '#network-1')).toEqual(drawn);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows a hint instead of a prediction for a single tap and for several characters', async () => {
    const { page, complaints } = await openFile(browser, file);
    const box = (await page.locator('#network-1 .pad').boundingBox())!;
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    const shown = () => page.locator('#network-1 .answer').textContent();
    const nothing = Array(10).fill(Number.NaN);
    await page.mouse.click(...at(0.5, 0.5));
    await settled(page);
    expect(await shown()).toMatch(/Too small\s+A dot could be anything: draw it larger/);
    expect(await page.getByRole('status').textContent()).toContain('draw it larger');
    expect(await shownProbabilities(page, '#network-1')).toEqual(nothing);
    await clear(page);
    for (const x of [0.2, 0.8]) {
      await page.mouse.move(...at(x, 0.2));
      await page.mouse.down();
      await page.mouse.move(...at(x, 0.8), { steps: 6 });
      await page.mouse.up();
      await settled(page);
      if (x === 0.2) expect(await answer(page)).toMatch(/^1/);
    }
    expect(await shown()).toMatch(/One at a time\s+Found 2 characters/);
    expect(await shownProbabilities(page, '#network-1')).toEqual(nothing);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('classifies a photo that is chosen on a phone', async () => {
    const { page, complaints } = await openFile(browser, file, { viewport: { width: 390, height: 844 } });
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a photo' }).click();
    const buffer = await drawnDigit(7, 5);
    await (await chooser).setFiles({ name: 'seven.png', mimeType: 'image/png', buffer });
    await expect.poll(() => answer(page)).toMatch(/^7/);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
