import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createDigitModel,
  createFashionModel,
  exportDemoPage,
  loadDataset,
  predictProbabilities,
  subset,
  train,
} from 'mnist-lab';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from '../browser-tests.js';
import { compileLibrary } from '../compile-library.js';
import { enlarged } from '../images/pictures.js';
import { likeFashionMnist } from '../images/prepared.js';
import { openFile, seenImage, shownProbabilities, startTestBrowser } from './browser.js';

describeInBrowser('the demo page for garments', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-garments-'));
  const file = path.join(folder, 'draw.html');
  const model = createFashionModel({ hiddenUnits: [128], seed: 3 });
  let browser: Browser;
  let photo: { readonly png: Buffer; readonly form: Uint8Array };

  beforeAll(async () => {
    compileLibrary();
    const { train: images, test, classNames } = await loadDataset('fashion-mnist');
    await train(model, images, { epochs: 3, batchSize: 128, seed: 3 });
    await exportDemoPage([{ model: createDigitModel() }, { model, examples: test }], file);
    // This image is like a shop's photo of an ankle boot: large, dark on white.
    const boot = subset(test, [test.labels.indexOf(classNames.indexOf('Ankle boot'))]).images;
    const { pixels, rows, columns } = enlarged({ pixels: boot, rows: 28, columns: 28 }, 12, 4);
    const grey = { pixels: pixels.map((pixel) => 255 - pixel), rows, columns };
    const png = await sharp(grey.pixels, { raw: { width: columns, height: rows, channels: 1 } })
      .png()
      .toBuffer();
    photo = { png, form: likeFashionMnist(grey) };
    browser = await startTestBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const title = (page: Page) => page.locator('#network-2 .answer-title');

  async function expectPhotoRead(page: Page): Promise<void> {
    await expect.poll(() => title(page).textContent()).toMatch(/^Ankle boot/);
    expect(await seenImage(page, '#network-2')).toEqual(photo.form);
    const expected = predictProbabilities(model, photo.form);
    (await shownProbabilities(page, '#network-2')).forEach((probability, index) => {
      expect(Math.abs(probability - expected[index]!)).toBeLessThan(1e-3);
    });
  }

  /** Passes the photo to the page as a drop or a paste. */
  async function give(page: Page, type: 'drop' | 'paste', bytes: Buffer, name = 'boot.png'): Promise<void> {
    await page.evaluate(`{
      const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], '${name}', { type: 'image/png' }));
      const options = { bubbles: true, cancelable: true };
      document.body.dispatchEvent('${type}' === 'drop'
        ? new DragEvent('drop', { ...options, dataTransfer: data })
        : new ClipboardEvent('paste', { ...options, clipboardData: data }));
    }`);
  }

  it.each(['drop', 'paste'] as const)(
    'classifies a photo that it receives by %s anywhere on the page',
    async (way) => {
      const { page, complaints } = await openFile(browser, file);
      expect(await page.locator('#network-2').isVisible()).toBe(false);
      await give(page, way, photo.png);
      await expectPhotoRead(page);
      expect(await page.locator('#network-2').isVisible()).toBe(true);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it.each([
    [390, 844],
    [1200, 800],
  ])(
    'classifies a chosen photo on a screen of %d × %d pixels without horizontal scrolling',
    async (width, height) => {
      const { page, complaints } = await openFile(browser, file, { viewport: { width, height } });
      await page.getByText('Garment', { exact: true }).click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a photo' }).click();
      await (await chooser).setFiles({ name: 'boot.png', mimeType: 'image/png', buffer: photo.png });
      await expectPhotoRead(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.getByRole('button', { name: 'Clear' }).click();
      expect(await title(page).textContent()).toBe('No photo yet');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it('reports a file that is not an image, and then classifies another file', async () => {
    const { page, complaints } = await openFile(browser, `${file}`);
    await give(page, 'drop', Buffer.from('not an image'), 'letter.png');
    const problem = page.locator('section:visible [role=alert]');
    await expect.poll(() => problem.textContent()).toContain('“letter.png” is not an image');
    await give(page, 'drop', photo.png);
    await expectPhotoRead(page);
    expect(await problem.textContent()).toBe('');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('gives the probabilities of the library to 1e-3 for a test image of each class', async () => {
    const { test, classNames } = await loadDataset('fashion-mnist');
    const { page } = await openFile(browser, file);
    await page.getByText('Garment', { exact: true }).click();
    for (const [classIndex, name] of classNames.entries()) {
      await page.getByRole('button', { name: `Test image: ${name}`, exact: true }).click();
      const { images } = subset(test, [test.labels.indexOf(classIndex)]);
      expect(await seenImage(page, '#network-2')).toEqual(images);
      const expected = predictProbabilities(model, images);
      (await shownProbabilities(page, '#network-2')).forEach((probability, index) => {
        expect(Math.abs(probability - expected[index]!)).toBeLessThan(1e-3);
      });
    }
    await page.context().close();
  });
});
