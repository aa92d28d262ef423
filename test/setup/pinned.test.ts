import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { headers, pinnedPlatform } from '../../lib/src/setup/pinned.js';

test.each(['linux-x64', 'linux-arm64', 'darwin-arm64'])(
  'the Python wheels for %s are pinned by checksum and size',
  (name) => {
    const { tensorflow, compiler, libraries } = pinnedPlatform(name);
    for (const wheel of [tensorflow, compiler]) {
      expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(wheel.bytes).toBeGreaterThan(7e7);
    }
    expect(libraries).toHaveLength(2);
  },
);

test('an unsupported operating system is rejected with a list of the supported ones', () => {
  expect(() => pinnedPlatform('win32-x64')).toThrow('linux-x64, linux-arm64, darwin-arm64, not win32-x64');
});

test('the extracted TensorFlow headers include only each other', () => {
  const include = path.resolve('node_modules/@tensorflow/tfjs-node/deps/include');
  const included = headers.flatMap((name) =>
    [...readFileSync(path.join(include, name), 'utf8').matchAll(/#include "([^"]+)"/g)].map(
      (match) => match[1]!,
    ),
  );
  expect(included.length).toBeGreaterThan(10);
  expect(included.filter((name) => !headers.includes(name))).toEqual([]);
});
