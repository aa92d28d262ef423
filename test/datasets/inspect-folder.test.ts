import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderIssues, inspectFolder } from 'mnist-lab';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawnDigit } from '../images/writing/draw.js';
import { folderWith } from './folder-with.js';

/** Drawn digits in folders by class, 6 of each by default. */
async function digits(classes: Readonly<Record<string, number>>, count = 6): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, digit] of Object.entries(classes))
    for (let index = 0; index < count; index++)
      files[`${name}/${index}.png`] = await drawnDigit(digit, 1000 * Object.keys(files).length + index, 400);
  return folderWith(files);
}

const problems = async (folder: string, options = {}) =>
  folderIssues(await inspectFolder(folder), options).filter(({ kind }) => kind === 'problem');
const remarks = async (folder: string) =>
  folderIssues(await inspectFolder(folder)).filter(({ kind }) => kind === 'remark');

describe('inspectFolder()', () => {
  test('counts the images of a valid folder and reports no problem', async () => {
    const folder = await digits({ 3: 3, 7: 7 });
    const report = await inspectFolder(folder);
    expect(report.classes).toEqual([
      { name: '3', counts: [6] },
      { name: '7', counts: [6] },
    ]);
    expect(report).toMatchObject({ parts: ['all'], colourCount: 0, skipped: [], duplicates: [] });
    expect(report.sizes).toEqual([{ rows: 400, columns: 400, count: 12 }]);
    expect(await problems(folder)).toEqual([]);
  });

  test('lists all unreadable files, but not as problems if they will be skipped', async () => {
    const folder = await digits({ 3: 3, 7: 7 });
    writeFileSync(path.join(folder, '3', 'torn.png'), 'no png');
    writeFileSync(path.join(folder, '7', 'empty.jpg'), '');
    const [issue, ...others] = await problems(folder);
    expect(others).toEqual([]);
    expect(issue!.text).toContain('2 image files cannot be read');
    expect(issue!.files!.map((line) => path.basename(line.split(':')[0]!))).toEqual([
      'torn.png',
      'empty.jpg',
    ]);
    expect(await problems(folder, { skipBroken: true })).toEqual([]);
  });

  test('ignores system files of macOS and Windows, but reports a HEIC photo as skipped', async () => {
    const folder = await digits({ 3: 3, 7: 7 });
    for (const [name, inside] of [
      ['__MACOSX', '._0.png'],
      ['3', '.DS_Store'],
      ['7', 'Thumbs.db'],
      ['7', 'desktop.ini'],
      ['7', 'photo.heic'],
    ] as const) {
      mkdirSync(path.join(folder, name), { recursive: true });
      writeFileSync(path.join(folder, name, inside), 'x');
    }
    const { classes, skipped } = await inspectFolder(folder);
    expect(classes.map(({ name }) => name)).toEqual(['3', '7']);
    expect(skipped.map(({ file }) => path.basename(file))).toEqual(['photo.heic']);
    expect(skipped[0]!.reason).toContain('HEIC');
  });

  test('reports a folder with fewer than two classes, and names the accepted split folders', async () => {
    const folder = await digits({ pictures: 3 });
    const [issue] = await problems(folder);
    expect(issue!.text).toContain('Expected at least two classes but found one, pictures.');
    expect(issue!.text).toContain('validation, valid or val');
    rmSync(path.join(folder, 'pictures'), { recursive: true });
    expect((await problems(folder))[0]!.text).toContain('found none. Create a folder for each class.');
  });

  test('reports a class without images', async () => {
    const folder = await digits({ 3: 3, 7: 7 });
    mkdirSync(path.join(folder, '9'));
    expect((await problems(folder))[0]!.text).toBe('No usable images of: 9.');
  });

  test('reports an image that is in both training and test split, even if it was resized and saved again', async () => {
    const folder = await digits({ 'train/3': 3, 'train/7': 7, 'test/3': 3, 'test/7': 7 });
    const [original, other] = [path.join(folder, 'train/3/4.png'), path.join(folder, 'train/7/5.png')];
    copyFileSync(original, path.join(folder, 'test/3/copy.png'));
    await sharp(other).resize(200).jpeg({ quality: 70 }).toFile(path.join(folder, 'test/7/smaller.jpg'));
    const { duplicates } = await inspectFolder(folder);
    expect(duplicates).toEqual([
      expect.objectContaining({ kind: 'identical', acrossParts: true, acrossClasses: false }),
      expect.objectContaining({ kind: 'similar', acrossParts: true, acrossClasses: false }),
    ]);
    const [issue] = await problems(folder);
    expect(issue!.text).toContain('2 images are in several splits');
    expect(issue!.files![1]).toMatch(/5\.png = .*smaller\.jpg \(saved again\)$/);
  });

  test('does not report images that differ only in colour as duplicates', async () => {
    const drawing = (colour: string) =>
      sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="#eee"/><circle cx="30" cy="20" r="12" fill="${colour}"/></svg>`,
        ),
      )
        .png()
        .toBuffer();
    // Both colours have the same grey level.
    const folder = folderWith({ 'a/1.png': await drawing('#c00000'), 'b/1.png': await drawing('#006200') });
    expect((await inspectFolder(folder)).duplicates).toEqual([]);
  });

  test('reports an image in two classes as a problem, and a duplicate within a class as a remark', async () => {
    const folder = await digits({ 3: 3, 7: 7 });
    copyFileSync(path.join(folder, '3/1.png'), path.join(folder, '3/again.png'));
    copyFileSync(path.join(folder, '3/2.png'), path.join(folder, '7/wrong.png'));
    expect((await problems(folder)).map(({ text }) => text)).toEqual([
      '1 image is in several classes: delete the wrong ones.',
    ]);
    expect((await remarks(folder)).map(({ text }) => text).join()).toContain('1 image is duplicated');
  });

  test('warns of imbalanced classes, classes with few images, images of several sizes and images in colour', async () => {
    const folder = await digits({ 3: 3, 7: 7 }, 20);
    for (let index = 4; index < 20; index++) rmSync(path.join(folder, '7', `${index}.png`));
    const red = sharp({ create: { width: 60, height: 40, channels: 3, background: '#c02020' } });
    await red.png().toFile(path.join(folder, '7', 'red.png'));
    const said = (await remarks(folder)).map(({ text }) => text).join('\n');
    expect(said).toContain(
      'The classes are imbalanced: 20 images of 3, 5 of 7. Always predicting 3 would be correct 80%',
    );
    expect(said).toContain('Fewer than 20 images of: 7 (5)');
    expect(said).toContain('The images have 2 sizes');
    expect(said).toContain('1 image in colour: they are converted to grey');
  });

  test('reports a blank image as unreadable only if images are preprocessed like MNIST’s', async () => {
    const folder = await digits({ 3: 3, 7: 7 }, 1);
    const blank = sharp({ create: { width: 50, height: 50, channels: 3, background: '#fff' } });
    await blank.png().toFile(path.join(folder, '7', 'blank.png'));
    const { skipped } = await inspectFolder(folder, { preprocessing: 'mnist' });
    expect(skipped).toEqual([expect.objectContaining({ kind: 'unreadable' })]);
    expect((await inspectFolder(folder)).skipped).toEqual([]);
  });

  test('rejects a folder of idx files, because they are checked when they are loaded', async () => {
    const folder = folderWith({ 'train-images-idx3-ubyte': 'x' });
    await expect(inspectFolder(folder)).rejects.toThrow('found idx files, which are checked when');
  });

  test('reports the original size of a large photo, although the photo is shrunk when it is decoded', async () => {
    const folder = await digits({ 3: 3, 7: 7 }, 1);
    const photo = sharp({ create: { width: 3001, height: 2000, channels: 3, background: '#fff' } });
    await photo.jpeg().toFile(path.join(folder, '3', 'photo.jpg'));
    expect((await inspectFolder(folder)).sizes).toContainEqual({ rows: 2000, columns: 3001, count: 1 });
  });
});
