import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeImage, loadDataset, matchClasses } from 'mnist-lab';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { likeMnist } from '../images/prepared.js';
import { drawnDigit } from '../images/writing/draw.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Writes digits of several sizes into folders by class. */
async function digits(classes: readonly (readonly [folder: string, digit: number])[]): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, digit] of classes) {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (let index = 0; index < 5; index++) {
      writeFileSync(path.join(folder, name, `${index}.png`), await drawnDigit(digit, index));
    }
  }
  return folder;
}

describe('a folder of your own images', () => {
  test('is loaded as images of one size, whatever their original sizes', async () => {
    const folder = await digits([
      ['train/3', 3],
      ['test/3', 3],
    ]);
    const { train } = await loadDataset(folder, { preprocessing: 'mnist' });
    expect(train).toMatchObject({ count: 5, rows: 28, columns: 28 });
    const first = await decodeImage(path.join(folder, 'train', '3', '0.png'));
    expect(train.images.subarray(0, 784)).toEqual(likeMnist(first));
  });

  test('is loaded with a list of the skipped files and the reasons', async () => {
    const folder = await digits([
      ['3', 3],
      ['7', 7],
    ]);
    writeFileSync(path.join(folder, '3', 'phone.heic'), 'a photo');
    writeFileSync(path.join(folder, '7', 'broken.png'), 'no png');
    const blank = sharp({ create: { width: 50, height: 50, channels: 3, background: '#fff' } });
    await blank.png().toFile(path.join(folder, '7', 'blank.png'));
    const { train, test: part, skipped } = await loadDataset(folder, { preprocessing: 'mnist' });
    expect(train.count + part.count).toBe(10);
    expect(skipped?.map(({ file }) => path.basename(file)).sort()).toEqual([
      'blank.png',
      'broken.png',
      'phone.heic',
    ]);
    const reasons = Object.fromEntries(skipped!.map(({ file, reason }) => [path.basename(file), reason]));
    expect(reasons['phone.heic']).toContain('save it as JPEG');
    expect(reasons['blank.png']).toContain('found no ink');
  });

  test('is loaded with a list of the images that are in both training and test split', async () => {
    const folder = await digits([
      ['train/3', 3],
      ['test/3', 7],
    ]);
    const twice = path.join(folder, 'train', '3', '2.png');
    copyFileSync(twice, path.join(folder, 'test', '3', 'again.png'));
    expect((await loadDataset(folder, { preprocessing: 'mnist' })).inBothSplits).toEqual([twice]);
  });
});

describe('matchClasses()', () => {
  const dataset = (classNames: readonly string[]) => ({
    images: new Uint8Array(classNames.length),
    labels: Uint8Array.from(classNames.keys()),
    count: classNames.length,
    rows: 1,
    columns: 1,
    classNames,
  });
  const digitNames = [...'0123456789'];

  test('matches number words to digits, in any order, even if some classes are missing', () => {
    const { labels, classNames } = matchClasses(dataset(['eight', 'five', 'ZERO', '3']), digitNames);
    expect([...labels]).toEqual([8, 5, 0, 3]);
    expect(classNames).toEqual(digitNames);
  });

  test('matches either half of a name such as T-shirt/top, regardless of case and punctuation', () => {
    const names = ['T-shirt/top', 'Ankle boot'];
    expect([...matchClasses(dataset(['ankle_boot', 't-shirt', 'Top']), names).labels]).toEqual([1, 0, 0]);
  });

  test('rejects classes that the model does not have', () => {
    expect(() => matchClasses(dataset(['3', 'shoe']), digitNames)).toThrow('but found shoe');
  });
});
