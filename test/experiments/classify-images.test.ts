import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDigitModel, createFashionModel } from 'mnist-lab';
import { classifyImages, digits, fashion } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';

const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><rect width="120" height="120" fill="#fff"/>${body}</svg>`;
const line = (x: number) => `<path d="M${x} 20V100" stroke="#111" stroke-width="8"/>`;

describe('classifyImages()', () => {
  const model = createDigitModel({ hiddenUnits: [4], seed: 1 });

  test('returns, for each image in order, a result or the reason why it was rejected', async () => {
    const outcomes = await classifyImages(model, [
      { name: 'one', svg: svg(line(60)) },
      { name: 'two', svg: svg(line(30) + line(90)) },
      { name: 'none', svg: svg('') },
    ]);
    expect(outcomes.map(({ name, refusal }) => [name, refusal])).toEqual([
      ['one', undefined],
      ['two', 'severalCharacters'],
      ['none', 'noInk'],
    ]);
    expect(outcomes[0]!.read!.pixels).toHaveLength(784);
    expect(outcomes[1]!.read).toBeUndefined();
    expect(outcomes[2]!.picture).toMatchObject({ rows: 120, columns: 120 });
  });

  test('accepts file paths, and names their results by the file name', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'mnist-lab-')), 'my-digit.svg');
    writeFileSync(file, svg(line(60)));
    const [outcome] = await classifyImages(model, [file]);
    expect(outcome!.name).toBe('my-digit.svg');
    expect(outcome!.read).toBeDefined();
  });

  test('throws if a file is missing', async () => {
    await expect(classifyImages(model, ['missing.png'])).rejects.toThrow('missing.png');
  });

  test('finds one digit in each sample drawing of the digits lesson, except for the one with several', async () => {
    const outcomes = await classifyImages(model, digits.sampleImages);
    expect(outcomes.filter(({ refusal }) => refusal).map(({ refusal }) => refusal)).toEqual([
      'severalCharacters',
    ]);
  });

  test('finds a garment in each sample drawing of the clothing lesson that shows one', async () => {
    const outcomes = await classifyImages(
      createFashionModel({ hiddenUnits: [4], seed: 1 }),
      fashion.sampleImages,
    );
    expect(outcomes.filter(({ refusal }) => refusal).map(({ refusal }) => refusal)).toEqual(['noGarment']);
  });
});
