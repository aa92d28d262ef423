import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly resolved?: string;
  readonly link?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, Locked>;
};

// The package itself does not declare `os` and `cpu`. If npm rewrites its entry, restore both fields.
test('the npm package that contains a browser for Linux x64 is installed on Linux x64 only', () => {
  expect(packages['node_modules/@sparticuz/chromium']).toMatchObject({ os: ['linux'], cpu: ['x64'] });
});

test('package-lock.json contains no URL of a registry', () => {
  const bound = Object.entries(packages).filter(([, { resolved, link }]) => resolved && !link);
  expect(bound.map(([name]) => name)).toEqual([]);
});
