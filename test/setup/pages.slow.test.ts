import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const description = 'Two bars, "a" < "b" & more.';
let folder: string;
let notebook: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-pages-'));
  notebook = path.join(folder, 'charts.ipynb');
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const chart = (metadata: object) => ({
    output_type: 'display_data',
    data: { 'image/png': png, 'text/plain': 'a chart' },
    metadata,
  });
  const outputs = [chart({ 'image/png': { width: 3, alt: description } }), chart({})];
  const cells = [{ cell_type: 'code', id: 'a', source: 'show()', metadata: {}, execution_count: 1, outputs }];
  writeFileSync(notebook, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function convert(...words: string[]): Promise<{ page: string; said: string }> {
  const program = path.resolve('.venv', 'bin', 'jupyter-nbconvert');
  const { stderr } = await promisify(execFile)(program, [...words, '--output', 'page', notebook]);
  const ending = words.includes('slides') ? 'slides.html' : 'html';
  return { page: readFileSync(path.join(folder, `page.${ending}`), 'utf8'), said: stderr };
}

test('the page that nbconvert makes has descriptions of charts, and differs in nothing else', async () => {
  const { page, said } = await convert('--to', 'html');
  expect(page).toContain('alt="Two bars, &quot;a&quot; &lt; &quot;b&quot; &amp; more."');
  // The chart without a description.
  expect(said).toContain('Alternative text is missing on 1 image(s).');
  const own = await convert('--to', 'html', '--template', 'lab');
  expect(own.said).toContain('missing on 2 image(s).');
  const withoutAlt = (html: string) => html.replaceAll(/ alt="[^"]*"/g, '');
  expect(withoutAlt(page)).toBe(withoutAlt(own.page));
});

test('slides keep their own template', async () => {
  expect((await convert('--to', 'slides')).page).toContain('reveal');
});
