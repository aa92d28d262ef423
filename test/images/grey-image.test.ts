import { describe, expect, it } from 'vitest';
import { pictureFromColours, withBlackBackground } from '../../lib/src/images/grey-image.js';

describe('pictureFromColours()', () => {
  const greyOf = (rgba: readonly number[]) => [
    ...pictureFromColours(Uint8Array.from(rgba), { rows: 1, columns: rgba.length / 4 }, 4).pixels,
  ];

  it('gives green the largest and blue the smallest weight', () => {
    const rgba = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];
    expect(greyOf(rgba)).toEqual([76, 150, 29, 255]);
  });

  it('draws dark shapes with a transparent background on white, and light ones on black', () => {
    expect(greyOf([0, 0, 0, 255, 0, 0, 0, 0])).toEqual([0, 255]);
    expect(greyOf([255, 255, 255, 255, 0, 0, 0, 0])).toEqual([255, 0]);
  });
});

describe('withBlackBackground()', () => {
  const spot = (background: number, foreground: number) => {
    const pixels = new Uint8Array(9).fill(background);
    pixels[4] = foreground;
    return { pixels, rows: 3, columns: 3 };
  };

  it('does not change an image with a black background', () => {
    expect([...withBlackBackground(spot(0, 90)).pixels]).toEqual([0, 0, 0, 0, 90, 0, 0, 0, 0]);
  });

  it('inverts an image with a light background, and stretches the grey levels below the background to 0..255', () => {
    expect(withBlackBackground(spot(255, 90)).pixels[4]).toBe(165);
    expect([...withBlackBackground(spot(200, 80)).pixels]).toEqual([0, 0, 0, 0, 153, 0, 0, 0, 0]);
  });

  it('subtracts a dark grey background without inverting the image', () => {
    expect([...withBlackBackground(spot(55, 105)).pixels]).toEqual([0, 0, 0, 0, 64, 0, 0, 0, 0]);
  });

  it('rejects an image whose width and height do not match its number of pixels', () => {
    expect(() => withBlackBackground({ pixels: new Uint8Array(5), rows: 2, columns: 3 })).toThrow(
      'image of 2 × 3 pixels: expected a grey level for each, and at least 1, but found 5',
    );
  });
});
