import { createRandom, decodeImage } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { firstTenClassesOnDark, firstTenClassesOnLight, textColour } from '../../lib/src/colours/palette.js';
import { brailleLines } from '../../lib/src/figures/braille.js';
import { classColour } from '../../lib/src/figures/colours.js';
import { encodePng } from '../../lib/src/figures/png.js';
import { labelShifts } from '../../lib/src/figures/principal-components-figure.js';
import { escapeText, wrapCaption } from '../../lib/src/figures/text.js';
import { contrast, linearChannels } from '../colours/contrast.js';

const allPairs = <T>(items: readonly T[]) =>
  items.flatMap((one, at) => items.slice(at + 1).map((other) => [one, other] as const));

// Matrices that simulate colour vision deficiencies (Machado, Oliveira and Fernandes 2009, severity 1).
const visions = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** OKLab (Ottosson 2020) of a colour as seen with a colour vision deficiency. */
function seen(colour: string, vision: readonly number[]): number[] {
  const [red, green, blue] = linearChannels(colour);
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.max(0, vision[row]! * red! + vision[row + 1]! * green! + vision[row + 2]! * blue!),
  ) as [number, number, number];
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

describe('the colours of classes in charts', () => {
  const ten = Array.from({ length: 10 }, (_, index) => classColour(index));

  for (const [vision, matrix] of Object.entries(visions)) {
    it(`of ten classes can be distinguished with ${vision} vision`, () => {
      const nearest = (colours: readonly string[]) => {
        const pairs = allPairs(colours.map((colour) => seen(colour, matrix)));
        return Math.min(
          ...pairs.map(([one, other]) => Math.hypot(...one.map((value, axis) => value - other[axis]!))),
        );
      };
      // Tableau's ten colours reach 0.007 for protan vision. A difference of 0.02 is just noticeable.
      expect(nearest(ten)).toBeGreaterThan(0.08);
      // The required contrast with the page leaves a smaller range of lightness.
      expect(nearest(firstTenClassesOnLight)).toBeGreaterThan(0.07);
      expect(nearest(firstTenClassesOnDark)).toBeGreaterThan(0.09);
    });
  }

  it('have a contrast ratio of at least 2 on white and on dark pages', () => {
    for (const colour of ten) {
      expect(contrast(colour, '#ffffff'), colour).toBeGreaterThanOrEqual(2);
      expect(contrast(colour, '#111111'), colour).toBeGreaterThan(2.4);
    }
  });

  it('are all different for 256 classes', () => {
    const colours = Array.from({ length: 256 }, (_, index) => classColour(index));
    expect(new Set(colours).size).toBe(256);
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('reject an invalid index', () => {
    expect(() => classColour(-1)).toThrow(/class index to be an integer of at least 0 but found -1/);
    expect(() => classColour(1.5)).toThrow(/but found 1.5/);
  });
});

describe('chart text', () => {
  it('has enough contrast on white and on dark pages', () => {
    expect(contrast(textColour, '#ffffff')).toBeGreaterThan(4.5);
    expect(contrast(textColour, '#111111')).toBeGreaterThan(4);
  });

  it('is escaped exactly once, without line breaks', () => {
    expect(escapeText('a < b & c\n$d$ &lt;')).toBe('a &lt; b &amp; c &#36;d&#36; &amp;lt;');
  });
});

describe('encodePng()', () => {
  it('writes a file that an image decoder reads back pixel by pixel', async () => {
    const pixels = Uint8Array.from({ length: 7 * 5 }, (_, at) => (at * 37) % 256);
    const palette = Array.from({ length: 256 }, (_, level) => [level, level, level] as const);
    const image = await decodeImage(encodePng({ pixels, width: 7, height: 5, palette }));
    expect([image.columns, image.rows]).toEqual([7, 5]);
    expect(Array.from(image.pixels)).toEqual(Array.from(pixels));
  });

  it('rejects a number of pixels that does not match the size', () => {
    const image = { pixels: new Uint8Array(5), width: 2, height: 3, palette: [] };
    expect(() => encodePng(image)).toThrow(/2 × 3: expected 6 pixels but found 5/);
  });
});

describe('brailleLines()', () => {
  it('draws each bright pixel of an image as a dot of a Braille character', () => {
    const pixels = new Uint8Array(8 * 4);
    pixels[0] = 255; // first character, upper left dot
    pixels[7 * 4 + 3] = 255; // last character, lower right dot
    expect(brailleLines(pixels, 8, 4, 8)).toEqual(['⠁⠀', '⠀⢀']);
  });

  it('draws grey areas with some of the dots and white areas with all', () => {
    const dotsOf = (grey: number) =>
      [...brailleLines(new Uint8Array(64).fill(grey), 8, 8, 8).join('')].reduce(
        (sum, character) =>
          sum + [...(character.codePointAt(0)! - 0x2800).toString(2)].filter((bit) => bit === '1').length,
        0,
      );
    expect([0, 100, 255].map(dotsOf)).toEqual([0, expect.any(Number), 64]);
    expect(dotsOf(100)).toBeGreaterThan(20);
    expect(dotsOf(100)).toBeLessThan(44);
  });
});

describe('labelShifts()', () => {
  it('does not move labels that do not overlap', () => {
    const apart = [
      { x: 0, y: 0, length: 4 },
      { x: 50, y: 0, length: 4 },
      { x: 0, y: 25, length: 4 },
    ];
    expect(labelShifts(apart)).toEqual([0, 0, 0]);
  });

  it('moves overlapping labels down until none overlaps', () => {
    const random = createRandom(5);
    const labels = Array.from({ length: 15 }, () => ({
      x: random.integer(200),
      y: random.integer(200),
      length: 1 + random.integer(10),
    }));
    const shifts = labelShifts(labels);
    const moved = labels.map(({ x, y, length }, at) => ({
      x,
      y: y + shifts[at]!,
      half: (length * 7.5 + 10) / 2,
    }));
    for (const [one, other] of allPairs(moved)) {
      const meet = Math.abs(one.x - other.x) < one.half + other.half - 1e-9 && Math.abs(one.y - other.y) < 19;
      expect(meet, JSON.stringify([one, other])).toBe(false);
    }
    expect(Math.max(...shifts)).toBe(0);
    expect(Math.min(...shifts)).toBeLessThan(0);
  });
});

describe('wrapCaption()', () => {
  it('breaks captions after a slash or between words if they would overlap', () => {
    expect(wrapCaption(['Bag', '→ Ankle boot', '→ T-shirt/top', '99.9%'], 5)).toEqual([
      'Bag',
      '→ Ankle',
      'boot',
      '→ T-shirt/',
      'top',
      '99.9%',
    ]);
  });

  it('keeps captions of wide images on one line', () => {
    expect(wrapCaption(['→ Ankle boot and more'], 1)).toEqual(['→ Ankle boot and more']);
  });

  it('truncates a word that is too long, and counts an escaped character as one', () => {
    expect(wrapCaption(['Rhododendron'], 5)).toEqual(['Rhododendro…']);
    expect(wrapCaption(['&amp;&lt;&gt;&#36;&amp;&lt;'], 5)).toEqual(['&amp;&lt;&gt;&#36;&amp;&lt;']);
  });
});
