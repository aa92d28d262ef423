import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readerProperties } from '../datasets/reader-properties.js';
import { chain } from '../faults/cells/started-run.js';
import { faultKinds } from '../faults/report/fault-kinds.js';

const home = path.resolve(__dirname, '..', '..');
const read = (...parts: readonly string[]) => readFileSync(path.join(home, ...parts), 'utf8');

test('every kind of fault is tested in exactly one file of test/faults', () => {
  const files = readdirSync(path.join(home, 'test', 'faults')).filter((name) => name.endsWith('.test.ts'));
  const tried = files.flatMap((file) => {
    const kinds = [...read('test', 'faults', file).matchAll(/\btries\('(\w+)'/g)].map(([, kind]) => kind!);
    return [...new Set(kinds)];
  });
  // The tests of readers take their kinds from a table.
  tried.push(...readerProperties.map(([, , kind]) => kind));
  expect(tried.toSorted()).toEqual(Object.keys(faultKinds).toSorted());
});

test('every row of the table in RELIABILITY.md has a known kind of fault and its method', () => {
  const known = Object.values(faultKinds).map(([kind, method]) => `${kind} · ${method}`);
  const [, table] = /<!-- faults -->(.*)<!-- end of faults -->/s.exec(read('test', 'RELIABILITY.md'))!;
  const rows = table!.split('\n').filter((line) => /^\| (?!kind of|---)/.test(line));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const [, kind, , , method] = row.split('|').map((cell) => cell.trim());
    expect(known).toContain(`${kind} · ${method}`);
  }
});

test('the programs that the fault tests look for in the process list exist', () => {
  for (const { source } of Object.values(chain)) {
    const file = source.replaceAll('\\', '');
    if (file.includes('/')) expect(existsSync(path.join(home, file)), file).toBe(true);
  }
});
