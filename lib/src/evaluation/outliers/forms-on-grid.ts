import type { FloatImage } from '../../images/grey-image.js';
import type { Random } from '../../random.js';
import { between, drawFilling, type Line, oneOf, type Place, rounded } from './drawing.js';

/**
 * Shapes of handwritten digits, as in MNIST and in other countries. Shapes are separated by a bar, their
 * lines by a slash. `20` is a point in column 2 of 5 and row 0 of 7. A line that starts with a tilde has
 * round corners.
 */
const formsOnGrid: Readonly<Record<string, string>> = {
  0: '20 10 02 04 16 36 44 42 30 20|~20 00 03 06 26 46 43 40 20|~30 10 03 06 26 46 42 40 20',
  1: '20 26|12 20 26|02 30 36|04 20 26|03 20 26/16 36|12 30 26/06 46',
  2: '~01 00 40 43 06/06 46|~01 10 40 42 24 06 16 46|~02 10 30 42 24 06/06 46|~00 30 42 06 05 15 46|~01 20 41 24 06 05 16 46',
  3: '~01 00 40 43 23/~23 43 46 06 05|~00 20 40 43 13/~13 43 46 16 05|00 40 23/~23 43 46 16 05',
  4: '20 04 44/33 36|30 04 44/30 36|~10 03 44/30 36|10 03 43/40 36|00 03 43/40 46|~00 02 13 43/40 46|~10 03 14 43/40 33 26',
  5: '40 10 03/~03 32 43 46 06|40 00 03/~03 13 43 46 06 05|~40 10 02 12 43 46 16 05|~10 03 32 43 46 06/10 40|~00 03 33 44 36 06/00 40',
  6: '~40 10 04 06 46 44 23 04|~30 00 05 06 46 43 03 05|~30 12 04 06 36 44 13 04',
  7: '00 40 16|00 40 26/13 43|01 00 40 26|00 40 23 16/13 33|~00 20 40 23 26|01 00 40 23 16/13 43|~01 10 20 40 33 16/13 33',
  8: '~40 00 02 44 46 06 04 42 40|~20 00 03 23 43 40 20/~23 03 06 26 46 43 23|~41 20 00 02 45 46 06 04 41',
  9: '~42 40 00 03 43 41/41 46|~41 30 00 03 33 41/~41 43 36|~43 40 00 03 43 40 46 06|~40 10 03 33 40/40 36',
};

/** Letters and signs on the same grid, without those that look like digits, such as `O`, `l` and `S`. */
const otherForms = `06 20 46/13 33|06 20 46/04 44|~06 02 20 42 46/04 44|~01 10 30 41 46/~43 13 04 06 26 44|~42 12 04 06 26 44/41 46
~41 20 02 04 26 45|~42 40 00 06 46 44|40 46/~43 22 03 05 26 44|40 00 06 46/03 33|~41 10 01 13 33/~23 03 06 36 45
~03 43 41 20 01 05 26 46|03 43/~43 40 00 06 46|40 00 06/03 33|~40 20 11 16/03 33|~40 10 12 26/03 43|00 06/40 46/03 43
00 06/~03 22 42 46|00 06/40 03 46|00 06/40 04/22 46|00 06/32 04/14 36|00 06 46|06 00 24 40 46|06 10 24 30 46
01 06/~02 10 22 26/~22 30 42 46|06 00 46 40|00 06/~01 20 40 46|06 00/~00 40 43 03|00 06/~00 40 44 04|06 00/~00 40 43 03/23 46
00 06/~02 10 30 41|00 40/20 26|20 25/02 42|~20 25 36 46/02 42|~00 06 46 40|~00 05 26 44/40 46|00 26 40|00 16 22 36 40
00 46/40 06|00 23 40/23 26|00 23/40 16|20 26/03 43|02 42/04 44|40 03 46|00 43 06|04 20 44|~01 10 30 42 24 25/26 26
10 16/30 36/02 42/04 44`;

const lettersAndSigns = otherForms.split(/[|\n]/);

/** Draws a digit in one of its shapes at random, round or angular, wide or narrow. */
export function drawDigit(digit: string, random: Random): FloatImage {
  return drawOnGrid(oneOf(formsOnGrid[digit]!.split('|'), random), '08'.includes(digit), random);
}

/** Draws a letter or a sign as people write it. */
export function drawLetter(random: Random): FloatImage {
  return drawOnGrid(oneOf(lettersAndSigns, random), false, random);
}

function drawOnGrid(form: string, isRound: boolean, random: Random): FloatImage {
  const isAngular = !isRound && random.next() < 0.25;
  const [wide, slant] = [between(random, 0.45, 1.3), 0.12 * random.normal()];
  const lines = form.split('/').map((text): Line => {
    const places = text
      .replace('~', '')
      .split(' ')
      .map((point): Place => {
        const y = Number(point[1]) / 6 + 0.03 * random.normal();
        return [wide * (Number(point[0]) / 4 - 0.5 + 0.05 * random.normal()) + slant * (0.5 - y), y];
      });
    return text.startsWith('~') && !isAngular ? rounded(places) : places;
  });
  // Some writers do not lift the pen between strokes.
  const joined = random.next() < 0.25 ? [lines.flat()] : lines;
  return drawFilling(joined, between(random, 0.075, 0.2));
}
