import { createRandom, decodeImage, findCharacters } from 'mnist-lab';
import { expect, it } from 'vitest';
import { cutTouching } from '../../lib/src/images/ink/cut-touching.js';

async function characterOf(path: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="#fff"/><path d="${path}" fill="none" stroke="#000" stroke-width="14" stroke-linejoin="round"/></svg>`;
  const { characters } = findCharacters(await decodeImage(Buffer.from(svg), 'a drawing', { svg: true }));
  expect(characters).toHaveLength(1);
  return characters[0]!;
}

const ink = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

it('cutTouching() returns cuts of two touching characters, one of them near the point of contact', async () => {
  const random = createRandom(3);
  for (let round = 0; round < 10; round++) {
    const [left, right] = [60 + 40 * random.next(), 60 + 40 * random.next()];
    const touch = 50 + left;
    const character = await characterOf(
      `M50 60H${touch}V140H50ZM${touch + 10} 60H${touch + 10 + right}V140H${touch + 10}Z`,
    );
    const cuts = cutTouching(character);
    const nearest = Math.min(...cuts.map(([one]) => Math.abs(one.box.left + one.box.columns - touch - 5)));
    expect(nearest).toBeLessThan(16);
    for (const [one, other] of cuts) {
      expect(one.box.left).toBeLessThan(other.box.left);
      expect(ink(one.ink.values) + ink(other.ink.values)).toBeCloseTo(ink(character.ink.values), 0);
    }
  }
});

it('cutTouching() does not cut a shape that is narrower than two characters', async () => {
  expect(cutTouching(await characterOf('M150 40V160'))).toEqual([]);
});
