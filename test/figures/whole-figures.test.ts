/**
 * Whole figures beside committed ones. After a change that is meant, `npx vitest run test/figures -u` renews them:
 * read the difference before committing it.
 */

import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { exampleFigures } from './example-figures.js';

for (const figure of exampleFigures()) {
  test(`the figure ${figure.name} is as it was committed`, async () => {
    const text = JSON.stringify(figure, describePictures, 1);
    await expect(`${text}\n`).toMatchFileSnapshot(`fixtures/${figure.name}.json`);
  });
}

/** A PNG is compared by its pixels, because versions of Node compress them into different bytes. */
function describePictures(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('data:image/png')) return value;
  const file = Buffer.from(value.split(',')[1]!, 'base64');
  const start = file.indexOf('IDAT');
  const pixels = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
  const sum = createHash('sha256').update(pixels).digest('hex').slice(0, 16);
  return `PNG of ${file.readUInt32BE(16)} × ${file.readUInt32BE(20)}, pixels ${sum}`;
}
