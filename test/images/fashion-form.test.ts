import { describe, expect, it } from 'vitest';
import { measureInk, rectanglePicture } from './pictures.js';
import { likeFashionMnist } from './prepared.js';

const shape = { rows: 400, columns: 300, top: 40, left: 100, height: 292, width: 146 };

describe('preprocessing a garment as Fashion-MNIST', () => {
  it('trims the background, brings the longer side to 28 pixels and centres the shorter one', () => {
    const form = likeFashionMnist(rectanglePicture({ ...shape, foreground: 40, background: 255 }));
    expect(measureInk(form)).toMatchObject({ top: 0, left: 7, height: 28, width: 14 });
  });

  it('inverts a dark garment on a white background', () => {
    const form = likeFashionMnist(rectanglePicture({ ...shape, foreground: 40, background: 255 }));
    expect(form[14 * 28 + 14]).toBe(215);
    expect(form[0]).toBe(0);
  });

  it('trims a faint shadow and a stray line of the background', () => {
    const photo = rectanglePicture({ ...shape, foreground: 40, background: 255 });
    photo.pixels.fill(250, 0, 30 * 300);
    photo.pixels.fill(255, 0, 300);
    expect(measureInk(likeFashionMnist(photo)).width).toBe(14);
    photo.pixels.fill(235, 20 * 300, 21 * 300);
    expect(measureInk(likeFashionMnist(photo)).width).toBe(14);
  });

  it('sharpens outlines inside the garment', () => {
    const photo = rectanglePicture({ ...shape, foreground: 155, background: 255 });
    for (let row = 40; row < 332; row++) photo.pixels.fill(105, row * 300 + 173, row * 300 + 246);
    const form = likeFashionMnist(photo);
    const line = [...form.subarray(14 * 28, 15 * 28)];
    expect(line[8]).toBe(100);
    expect(line[19]).toBe(150);
    expect(line[13]).toBeLessThan(100);
    expect(line[14]).toBeGreaterThan(150);
  });

  it('returns images of the requested size, and rejects a photo without a garment', () => {
    const photo = rectanglePicture({ ...shape, foreground: 40, background: 255 });
    expect(likeFashionMnist(photo, { rows: 14, columns: 20 })).toHaveLength(280);
    const blank = { pixels: new Uint8Array(40).fill(200), rows: 5, columns: 8 };
    expect(() => likeFashionMnist(blank)).toThrow('nothing that stands out from the background');
  });
});
