import type { Random } from 'mnist-lab';
import { writingForms } from './forms.js';
import { heldOutForms } from './held-out-forms.js';
import { between, oneOf, photograph } from './photograph.js';
import { inkBox, placed, touchingShift, type WrittenDigit, writeDigit } from './placed-digit.js';

/** An image of several digits, with the digits in reading order. */
export interface DigitSequence {
  readonly text: string;
  readonly picture: Buffer;
}

const forms = [...writingForms, ...heldOutForms];
const inks = ['#1a1a20', '#1c2a78', '#202020', '#6a1820'] as const;
const papers = ['#ffffff', '#f4f4f0', '#e8e6e0'] as const;

const paper = (random: Random, width: number, height: number) =>
  `<rect width="${width}" height="${height}" fill="${oneOf(random, papers)}"/>`;

function writeDigits(random: Random, count: number): Promise<WrittenDigit[]> {
  const stroke = between(random, 0.06, 0.1);
  return Promise.all(Array.from({ length: count }, () => writeDigit(oneOf(random, forms), random, stroke)));
}

const textOf = (digits: readonly WrittenDigit[]) => digits.map(({ digit }) => digit).join('');

/** Digits in lines and columns, each slightly displaced. */
async function page(random: Random): Promise<DigitSequence> {
  const [rows, columns] = [2 + random.integer(4), 3 + random.integer(4)];
  const size = between(random, 50, 90);
  const step = [size * between(random, 1.3, 2.2), size * between(random, 1.5, 2.4)] as const;
  const [width, height] = [step[0] * (columns + 0.4), step[1] * (rows + 0.4)].map(Math.round) as [
    number,
    number,
  ];
  const digits = await writeDigits(random, rows * columns);
  const ink = oneOf(random, inks);
  const slope = between(random, -0.03, 0.03);
  const body = digits.map((digit, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const x = step[0] * (column + 0.35) + between(random, -0.08, 0.08) * size;
    const y = step[1] * (row + 0.35) + between(random, -0.12, 0.12) * size + slope * x;
    return placed(digit, x, y, size * between(random, 0.85, 1.15), ink);
  });
  const picture = await photograph(paper(random, width, height) + body.join(''), { width, height }, random);
  return { text: textOf(digits), picture };
}

/** Digits in one line. The gap between their ink is in units of the digits' height. */
async function row(
  random: Random,
  digits: readonly WrittenDigit[],
  gap: (index: number) => number,
  extra: (index: number, x: number, y: number, size: number) => string = () => '',
): Promise<DigitSequence> {
  const size = between(random, 90, 150);
  const ink = oneOf(random, inks);
  let x = 0.4 * size;
  const y = 0.5 * size;
  let body = '';
  digits.forEach((digit, index) => {
    const { left, right } = inkBox(digit);
    const scale = size / 140;
    const shift = between(random, -0.05, 0.05) * size;
    body +=
      placed(digit, x - left * scale, y + shift, size, ink) +
      extra(index, x + (right - left) * scale, y, size);
    x += (right - left) * scale + gap(index) * size;
  });
  const [width, height] = [Math.round(x + 0.4 * size), Math.round(2 * size)];
  const all = `${paper(random, width, height)}<g fill="${ink}" stroke="${ink}">${body}</g>`;
  return { text: textOf(digits), picture: await photograph(all, { width, height }, random) };
}

/** Two digits whose ink touches or overlaps slightly. */
async function touching(random: Random): Promise<DigitSequence> {
  const [left, right] = (await writeDigits(random, 2)) as [WrittenDigit, WrittenDigit];
  const [width, height] = [600, 400];
  const size = between(random, 150, 230);
  const scale = size / 140;
  const shift = touchingShift(left, right) - between(random, 1, 5);
  const [first, second] = [inkBox(left), inkBox(right)];
  const x = width / 2 - ((first.left + second.right + shift) / 2) * scale;
  const y = height / 2 - size / 2;
  const ink = oneOf(random, inks);
  const body = placed(left, x, y, size, ink) + placed(right, x + shift * scale, y, size, ink);
  const picture = await photograph(paper(random, width, height) + body, { width, height }, random);
  return { text: textOf([left, right]), picture };
}

/** Images of several digits, to be classified one by one. */
export const sequences: Readonly<Record<string, (random: Random) => Promise<DigitSequence>>> = {
  'a page of digits': page,
  'two touching digits': touching,
  'a telephone number': async (random) => {
    const count = 6 + random.integer(5);
    const digits = await writeDigits(random, count);
    return row(random, digits, (index) =>
      index % 3 === 2 ? between(random, 0.5, 0.8) : between(random, 0.2, 0.4),
    );
  },
  'digits close together': async (random) =>
    row(random, await writeDigits(random, 3 + random.integer(2)), () => between(random, 0.04, 0.12)),
  'a price with a point': async (random) => {
    const digits = await writeDigits(random, 3 + random.integer(2));
    const mark = random.next() < 0.5 ? 'point' : 'comma';
    return row(
      random,
      digits,
      (index) => (index === digits.length - 3 ? 0.36 : between(random, 0.14, 0.25)),
      (index, x, y, size) => {
        if (index !== digits.length - 3) return '';
        const [left, base, radius] = [x + 0.18 * size, y + 0.96 * size, 0.055 * size];
        if (mark === 'point') return `<circle cx="${left}" cy="${base}" r="${radius}"/>`;
        return `<path d="M${left} ${base - radius}L${left - radius} ${base + 0.15 * size}" stroke-width="${1.3 * radius}" stroke-linecap="round"/>`;
      },
    );
  },
};
