import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const home = path.resolve(__dirname, '..', '..');

/** Files of the library and of the scripts that could contain a colour. */
function sources(): string[] {
  return ['lib/src', 'scripts'].flatMap((folder) =>
    readdirSync(path.join(home, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(folder, name))
      .filter(
        (name) =>
          /\.(ts|css|j2|js|py)$/.test(name) && !/^lib\/src\/(colours\/|lessons\/\w+-drawings)/.test(name),
      ),
  );
}

test('lib/src and scripts define colours only in lib/src/colours and in sample drawings', () => {
  const colour = /#[0-9a-f]{6}\b|rgba?\(\s*\d/i;
  const found = sources().flatMap((name) =>
    readFileSync(path.join(home, name), 'utf8')
      .split('\n')
      .flatMap((line, at) => (colour.test(line) ? [`${name}:${at + 1}: ${line.trim()}`] : [])),
  );
  expect(sources().length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});
