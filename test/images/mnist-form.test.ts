import { loadDataset, subset } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { characterForm } from '../../lib/src/images/ink/character-form.js';
import { enlarged, measureInk, rectanglePicture } from './pictures.js';
import { likeMnist } from './prepared.js';

describe('preprocessing a character as MNIST', () => {
  it('scales the ink into 20 × 20 pixels and keeps its proportions', () => {
    const picture = rectanglePicture({ rows: 300, columns: 400, top: 20, left: 30, height: 200, width: 50 });
    expect(measureInk(likeMnist(picture))).toMatchObject({ height: 20, width: 5 });
    const small = rectanglePicture({ rows: 60, columns: 60, top: 50, left: 2, height: 3, width: 6 });
    expect(measureInk(likeMnist(small))).toMatchObject({ height: 10, width: 20 });
  });

  it('centres the centre of mass, not the bounding box', () => {
    // An L: the foot pulls the centre of mass down and the stem pulls it left.
    const { pixels } = rectanglePicture({
      rows: 100,
      columns: 100,
      top: 10,
      left: 10,
      height: 60,
      width: 10,
    });
    const foot = rectanglePicture({ rows: 100, columns: 100, top: 60, left: 10, height: 10, width: 60 });
    const letter = pixels.map((pixel, index) => Math.max(pixel, foot.pixels[index]!));
    const ink = measureInk(likeMnist({ pixels: letter, rows: 100, columns: 100 }));
    expect(ink.row).toBeGreaterThanOrEqual(14);
    expect(ink.row).toBeLessThan(15);
    expect(ink.column).toBeGreaterThanOrEqual(14);
    expect(ink.column).toBeLessThan(15);
    expect([ink.top, ink.left]).toEqual([1, 8]);
  });

  it('gives the same image for dark ink on grey paper as for white ink on black', () => {
    const shape = { rows: 90, columns: 70, top: 15, left: 25, height: 47, width: 21 };
    const light = likeMnist(rectanglePicture(shape));
    const dark = likeMnist(rectanglePicture({ ...shape, foreground: 60, background: 190 }));
    expect(dark).toEqual(light);
    expect(Math.max(...light)).toBe(255);
  });

  it('scales the 20 × 20 box in proportion if the image size is not 28 × 28', () => {
    const picture = rectanglePicture({ rows: 300, columns: 400, top: 20, left: 30, height: 200, width: 50 });
    const larger = likeMnist(picture, { rows: 56, columns: 56 });
    expect(larger).toHaveLength(56 * 56);
    expect(measureInk(larger, 56)).toMatchObject({ height: 40, width: 10 });
  });

  it('returns a black image if there is no ink', () => {
    const size = { rows: 28, columns: 28 };
    const form = characterForm({ values: new Float32Array(12), rows: 3, columns: 4 }, size);
    expect(form).toEqual(new Uint8Array(784));
  });

  it('moves the digits of enlarged MNIST images back to their original position', async () => {
    const { test } = await loadDataset('mnist');
    let difference = 0;
    for (let index = 0; index < 20; index++) {
      const { images } = subset(test, [index]);
      const large = enlarged({ pixels: images, rows: 28, columns: 28 }, 5, 3);
      likeMnist(large).forEach((pixel, at) => {
        difference += Math.abs(pixel - images[at]!);
      });
    }
    // If the centre of mass is half-way between two pixels, the image may be one pixel off.
    expect(difference / (20 * 784)).toBeLessThan(5);
  });
});
