import path from 'node:path';
import { expect, test } from 'vitest';
import { exampleFigures } from './example-figures.js';
import { outline } from './outline.js';

/** After an intended change, update outlines.txt with `npx vitest run test/figures -u`, and read its difference. */
test('the figures of the example data have the structure recorded in outlines.txt', async () => {
  const outlines = exampleFigures().map(outline).join('\n');
  await expect(outlines).toMatchFileSnapshot(path.join(__dirname, 'outlines.txt'));
});
