import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';
import { cellPairs } from './cell-pairs.js';
import { startCells } from './start-cells.js';

const pairs = cellPairs();
const folder = temporaryFolderOfFile();
let cells: Awaited<ReturnType<typeof startCells>>;
/** The result of each pair as one module. */
let asModules: readonly string[];

beforeAll(async () => {
  const names = pairs.map((_, at) => `pair-${at}.mts`);
  mkdirSync(folder, { recursive: true });
  pairs.forEach(({ first, second, expression }, at) => {
    const code = `${first}\n${second}\n;(globalThis as any).results.push((globalThis as any).inspect([(${expression})]));\nexport {};\n`;
    writeFileSync(path.join(folder, names[at]!), code);
  });
  const imports = names.map((name) => `await import('./${name}');`).join('\n');
  const main = `import { inspect } from 'node:util';\nObject.assign(globalThis, { results: [], inspect });\n${imports}\nconsole.log(JSON.stringify((globalThis as any).results));\n`;
  writeFileSync(path.join(folder, 'all.mts'), main);
  const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [tsx, path.join(folder, 'all.mts')], {
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  asModules = JSON.parse(stdout);
  cells = await startCells();
}, 300_000);
afterAll(() => cells.close());

test(`${pairs.length} pairs of cells behave like the same code in one module`, {
  timeout: 600_000,
}, async () => {
  expect(pairs.length).toBeGreaterThanOrEqual(300);
  expect(asModules).toHaveLength(pairs.length);
  const different: unknown[] = [];
  for (const [at, { name, first, second, expression }] of pairs.entries()) {
    const found = await (async () => {
      await cells.run(first);
      return cells.run(`${second}\n;[(${expression})]`);
    })().catch((error: Error) => `${error.name}: ${error.message}`);
    if (found !== asModules[at]) different.push({ name, found, expected: asModules[at] });
  }
  expect(different).toEqual([]);
});
