import { createRandom, decodeImage, findCharacters } from 'mnist-lab';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readingSteps } from '../../lib/src/images/ink/reading-steps.js';
import { likeMnist } from './prepared.js';
import { enlarge, kernels } from './writing/enlarge.js';

const seven = 'M74 58L226 54L134 294';
const three =
  'M80 70C120 20 240 40 220 110C210 150 170 165 140 165C190 165 250 185 240 240C230 320 120 310 80 270';

interface Drawing {
  readonly path?: string;
  readonly paper?: string;
  readonly ink?: string;
  readonly stroke?: number;
  readonly width?: number;
  readonly height?: number;
  /** SVG below the ink. */
  readonly under?: string;
  /** SVG above the ink. */
  readonly over?: string;
  readonly move?: string;
}

function svg({ path = three, paper = '#fff', ink = '#000', stroke = 20, ...rest }: Drawing): Buffer {
  const { width = 300, height = 340, under = '', over = '', move = '' } = rest;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${paper}"/>${under}<path d="${path}" fill="none" stroke="${ink}" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round" transform="${move}"/>${over}</svg>`,
  );
}

const picture = (drawing: Drawing) => decodeImage(svg(drawing), 'a drawing', { svg: true });
const form = async (drawing: Drawing) => likeMnist(await picture(drawing));
const find = async (drawing: Drawing) => findCharacters(await picture(drawing));

/** Mean difference of two images in grey levels. It is about 40 for two random digits. */
function difference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, pixel, at) => sum + Math.abs(pixel - other[at]!), 0) / one.length;
}

const shade = (bright: string, dark: string) =>
  `<defs><linearGradient id="shade" x2="1" y2="1"><stop offset="0" stop-color="${bright}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs><rect width="300" height="340" fill="url(#shade)"/>`;
const rules = Array.from(
  { length: 5 },
  (_, row) => `<path d="M0 ${20 + 75 * row}H300" stroke="#99aabb" stroke-width="2"/>`,
).join('');

describe('a character gives almost the same preprocessed image', () => {
  let plain: Uint8Array;
  beforeAll(async () => {
    plain = await form({});
  });

  it.each<[string, Drawing]>([
    ['on grey paper darker than 128', { paper: '#7f7f7f', ink: '#111' }],
    ['in white on black', { paper: '#000', ink: '#fff' }],
    ['in chalk on a green board', { paper: '#2c3f36', ink: '#d8dcd0' }],
    ['in red on a green of the same lightness', { paper: '#4f9a4f', ink: '#e8505a' }],
    ['in pale pencil', { paper: '#f4f4f0', ink: '#c4c4c0' }],
    ['in uneven light', { under: shade('#f5f5f0', '#8a8a88'), ink: '#111' }],
    ['in a light that leaves a corner dark', { under: shade('#ffffff', '#505050'), ink: '#0a0a0a' }],
    ['on ruled paper', { paper: '#fbfbf8', under: rules }],
    ['half in a shadow', { over: '<path d="M0 0H130L160 340H0Z" opacity="0.4"/>' }],
    [
      'in a printed box',
      { under: '<rect x="14" y="12" width="272" height="316" fill="none" stroke="#333" stroke-width="4"/>' },
    ],
    [
      'across the border of a printed box',
      { under: '<rect x="30" y="70" width="240" height="180" fill="none" stroke="#333" stroke-width="4"/>' },
    ],
    ['underlined', { over: '<path d="M50 326L250 329" stroke="#000" stroke-width="8"/>' }],
    ['in a corner of a large page', { width: 900, height: 1000, move: 'translate(560 640)' }],
    ['four times as large', { width: 1200, height: 1360, move: 'scale(4)' }],
    ['half as large', { width: 150, height: 170, move: 'scale(0.5)' }],
  ])('%s', async (_, drawing) => {
    expect(difference(await form(drawing), plain)).toBeLessThan(10);
  });

  it.each([0.015, 0.03, 0.06, 0.1, 0.15])(
    'drawn with strokes whose width is %d of its height',
    async (share) => {
      // The centre lines of the strokes are the same. The stroke width changes the scale a little.
      const drawn = await form({ path: seven, stroke: share * 240 });
      expect(difference(drawn, await form({ path: seven, stroke: 24 }))).toBeLessThan(20);
      expect(Math.max(...drawn)).toBe(255);
      // The mean brightness of most images of MNIST is between 7% and 21%.
      const covered = drawn.reduce((sum, pixel) => sum + pixel, 0) / 255 / 784;
      expect(covered).toBeGreaterThan(0.05);
      expect(covered).toBeLessThan(0.2);
    },
  );

  it.each(Object.keys(kernels) as (keyof typeof kernels)[])(
    'enlarged from eight rows of pixels with the kernel %s',
    async (kernel) => {
      const drawn = {
        path: 'M70 50C130 10 190 50 180 90C170 130 120 140 90 145C150 145 200 170 190 220C180 270 110 270 70 235',
        stroke: 38,
        width: 250,
        height: 280,
      };
      const cut = await sharp(svg(drawn))
        .extract({ left: 30, top: 15, width: 200, height: 260 })
        .png()
        .toBuffer();
      const clear = likeMnist(
        await decodeImage(await sharp(cut).resize(260, 260, { fit: 'fill' }).png().toBuffer()),
      );
      const side = 8;
      const thumbnail = sharp(cut).resize(side, side, { fit: 'fill', kernel: 'linear' }).greyscale();
      const pixels = await thumbnail.raw().toBuffer();
      for (const rows of [16, 28, 100, 400]) {
        const enlarged = { pixels: enlarge({ pixels, side }, rows, kernel), rows, columns: rows };
        expect(findCharacters(enlarged).characters).toHaveLength(1);
        expect(difference(likeMnist(enlarged), clear), `${rows}`).toBeLessThan(22);
      }
    },
  );

  it('off-centre in an image of 28 × 28 pixels, with strokes of one pixel', async () => {
    const small = await form({ path: 'M1 1.5H8.5L4.5 12', stroke: 1, width: 28, height: 28 });
    expect(
      difference(small, await form({ path: 'M10 15H85L45 120', stroke: 10, width: 280, height: 280 })),
    ).toBeLessThan(10);
  });
});

describe('a drawn face', () => {
  const dot = 'm0 0l0.1 0';
  const bar = 'm0 -9v18';
  it.each([
    ['smiles', dot, 'M95 195Q150 250 205 195'],
    ['is sad', dot, 'M105 220Q150 180 195 220'],
    ['has a straight mouth', bar, 'M105 210H195'],
    ['has round eyes', 'm-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0', 'M95 195Q150 250 205 195'],
  ])('that %s is found as one shape, not only its mouth', async (_, eye, mouth) => {
    for (const stroke of [9, 14]) {
      const ring = 'M150 60A105 105 0 1 0 150.1 60';
      const { characters } = await find({ path: `${ring}M110 135${eye}M190 135${eye}${mouth}`, stroke });
      expect(characters.map(({ box }) => box.rows > 200)).toEqual([true]);
    }
  });
});

describe('marks on the paper', () => {
  it.each([
    ['white', '#fff'],
    ['grey', '#999'],
    ['black', '#000'],
  ])('are not found if they have the same colour as the %s paper', async (_, paper) => {
    expect((await find({ paper, ink: paper })).characters).toEqual([]);
  });

  it.each([2, 8, 20, 40])('are not found if there is only noise of %d grey levels', (deviation) => {
    const random = createRandom(deviation);
    const pixels = Uint8Array.from({ length: 300 * 200 }, () =>
      Math.min(255, Math.max(0, Math.round(170 + deviation * random.normal()))),
    );
    expect(findCharacters({ pixels, rows: 200, columns: 300 }).characters).toEqual([]);
    const small = pixels.subarray(0, 784);
    expect(findCharacters({ pixels: small, rows: 28, columns: 28 }).characters).toEqual([]);
  });

  it('are not found if there is only uneven light', async () => {
    expect((await find({ under: shade('#fff', '#444'), path: 'M0 0', ink: 'none' })).characters).toEqual([]);
  });

  it.each<[string, Drawing, readonly string[]]>([
    ['no marks', {}, ['dark ink on light paper']],
    ['no marks, white on black', { paper: '#000', ink: '#fff' }, ['light ink on dark paper']],
    [
      'ruled lines',
      { under: rules.replaceAll('#99aabb', '#223'), stroke: 18 },
      ['dark ink on light paper', '5 ruled lines removed'],
    ],
    [
      'a ring around it',
      {
        under: '<circle cx="150" cy="165" r="135" fill="none" stroke="#222" stroke-width="4"/>',
        move: 'translate(60 60) scale(0.6)',
      },
      ['dark ink on light paper', '1 box or ring removed'],
    ],
    [
      'a box that it crosses',
      { under: '<rect x="30" y="70" width="240" height="180" fill="none" stroke="#333" stroke-width="4"/>' },
      ['dark ink on light paper', '1 box or ring removed'],
    ],
    [
      'specks',
      { over: '<circle cx="20" cy="30" r="6"/><circle cx="20" cy="310" r="6"/>' },
      ['dark ink on light paper', '2 specks ignored'],
    ],
    [
      'an underline',
      { over: '<path d="M60 326Q150 320 250 328" fill="none" stroke="#000" stroke-width="8"/>' },
      ['dark ink on light paper', '1 underline ignored'],
    ],
    [
      'a table at the edge',
      { under: '<path d="M0 0H300V22L0 30Z" fill="#321"/>', move: 'translate(0 20)' },
      ['dark ink on light paper', '1 mark at the edge ignored'],
    ],
    [
      'a soft shadow',
      {
        under:
          '<filter id="soft"><feGaussianBlur stdDeviation="9"/></filter><circle cx="40" cy="300" r="22" opacity="0.6" filter="url(#soft)"/>',
        move: 'translate(40 0) scale(0.8)',
      },
      ['dark ink on light paper', '1 shadow ignored'],
    ],
    [
      'a desk around a sheet',
      {
        paper: '#50382a',
        under:
          '<path d="M150 190L430 150L480 490L190 520Z" fill="#f4e264"/><path d="M20 20L60 90M540 600L580 560" stroke="#ddd" stroke-width="12"/>',
        width: 600,
        height: 700,
        move: 'translate(210 220) scale(0.66)',
      },
      ['dark ink on light paper', 'sheet cut out and straightened'],
    ],
  ])(
    'around a character are ignored, and the reading steps list exactly these marks: %s',
    async (_, drawing, steps) => {
      const found = await find(drawing);
      expect(found.characters).toHaveLength(1);
      expect(readingSteps(found)).toEqual(steps);
    },
  );
});

describe('characters in an image', () => {
  it('get boxes in coordinates of the original image, even if it was shrunk', async () => {
    const large = await sharp(svg({ width: 3000, height: 3400, move: 'translate(1200 900) scale(3)' }))
      .jpeg()
      .toBuffer();
    const shrunk = await decodeImage(large, 'photo', { longestSide: 800 });
    const { box } = findCharacters(shrunk).characters[0]!;
    expect(Math.abs(box.left - (1200 + 3 * 70))).toBeLessThan(30);
    expect(Math.abs(box.top - (900 + 3 * 35))).toBeLessThan(40);
    expect(Math.abs(box.rows - 3 * 277)).toBeLessThan(50);
  });

  it('are returned in reading order, line by line, even if the lines slope', async () => {
    const random = createRandom(5);
    for (let page = 0; page < 5; page++) {
      const [lines, columns] = [2 + random.integer(2), 3 + random.integer(3)];
      const slope = 0.06 * (2 * random.next() - 1);
      const path = Array.from({ length: lines * columns }, (_, index) => {
        const [line, column] = [Math.floor(index / columns), index % columns];
        const x = 60 + 90 * column + 12 * random.next();
        return `M${x} ${80 + 130 * line + slope * x}l8 70`;
      });
      const drawn = { path: path.join(''), width: 90 * columns + 80, height: 130 * lines + 100, stroke: 10 };
      const { characters } = await find(drawn);
      expect(characters).toHaveLength(lines * columns);
      const places = characters.map(({ box }) => [
        Math.floor((box.top - slope * box.left) / 130),
        Math.floor((box.left - 40) / 90),
      ]);
      expect(places).toEqual(path.map((_, index) => [Math.floor(index / columns), index % columns]));
    }
  });

  it('are found on a tilted sheet on top of another surface', async () => {
    const stripes = Array.from(
      { length: 60 },
      (_, index) =>
        `<path d="M${11 * index} 0V700" stroke="${index % 2 ? '#6b4a30' : '#3a2a20'}" stroke-width="6"/>`,
    );
    const sheet = '<path d="M150 190L430 150L480 490L190 520Z" fill="#f4e264"/>';
    const found = await find({
      paper: '#50382a',
      under: stripes.join('') + sheet,
      width: 600,
      height: 700,
      move: 'translate(210 220) scale(0.66)',
    });
    expect(found.characters).toHaveLength(1);
    const { box } = found.characters[0]!;
    expect(Math.abs(box.left - (210 + 0.66 * 70))).toBeLessThan(15);
    expect(Math.abs(box.top - (220 + 0.66 * 35))).toBeLessThan(15);
    expect(Math.abs(box.rows - 0.66 * 277)).toBeLessThan(20);
  });

  it('are separated and ordered from left to right', async () => {
    const number = `${three}M330 70L310 200H420M400 110V300`;
    const { characters } = await find({ path: number, width: 500 });
    expect(characters).toHaveLength(2);
    expect(characters[0]!.box.left).toBeLessThan(characters[1]!.box.left);
  });

  it.each([
    ['a 5 with a loose bar', 'M110 110L100 190C150 160 220 190 220 240C220 310 130 320 90 290M130 80L230 68'],
    ['a 4 of two strokes', 'M110 60L90 190L190 184M210 110L200 310'],
    ['a pencil’s broken stroke', 'M150 40V120M150 132V210M150 222V300'],
  ])('are found whole if they have several strokes: %s', async (_, path) => {
    expect((await find({ path, stroke: 14 })).characters).toHaveLength(1);
  });
});
